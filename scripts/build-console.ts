import { buildWhereNeeded } from "./console/build.ts";

/** Before `npm start`. A page that cannot be built keeps nobody from dropping files. */
try {
  await buildWhereNeeded();
} catch (error) {
  console.error("The console's page could not be built; npm run build says more.", error);
}
