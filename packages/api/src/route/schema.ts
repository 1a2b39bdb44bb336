import {
  Customer,
  CustomerChange,
  ListedCustomer,
  NewCustomer,
  NewPet,
  Pet,
  PetChange,
  Reservation,
  Service,
  Staff,
} from "@millrace/core/shop";
import * as z from "zod";
import { pageSchema } from "./common.ts";

/** A change that names nothing is a mistake. */
const notEmpty = (change: object) => Object.values(change).some((value) => value !== undefined);
const NOTHING = "name at least one field";

/** Core's schemas, by the names the document gives them. */
export const Schemas = {
  Pet: Pet.meta({ id: "Pet" }),
  NewPet: NewPet.meta({ id: "NewPet" }),
  PetChange: PetChange.refine(notEmpty, NOTHING).meta({ id: "PetChange" }),
  Customer: Customer.meta({ id: "Customer" }),
  NewCustomer: NewCustomer.meta({ id: "NewCustomer" }),
  CustomerChange: CustomerChange.refine(notEmpty, NOTHING).meta({ id: "CustomerChange" }),
  CustomerPage: pageSchema(ListedCustomer.meta({ id: "ListedCustomer" })).meta({ id: "CustomerPage" }),
  Services: z.object({ items: z.array(Service.meta({ id: "Service" })) }).meta({ id: "Services" }),
  Staff: z.object({ items: z.array(Staff.meta({ id: "StaffMember" })) }).meta({ id: "Staff" }),
  Pets: z.object({ items: z.array(Pet) }).meta({ id: "Pets" }),
  Reservation: Reservation.meta({ id: "Reservation" }),
  ReservationPage: pageSchema(Reservation).meta({ id: "ReservationPage" }),
};
