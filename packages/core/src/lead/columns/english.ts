import type { Vocabulary } from "./terms.ts";

export const ENGLISH: Vocabulary = {
  firstName:
    "first, first name, given name, given names, given, forename, forenames, christian name, f name, fname, first nm",
  middleName:
    "middle, middle name, middle names, additional name, middle initial, mi, mname, m name, second name",
  lastName: "last, last name, surname, family name, family, l name, lname, last nm, sur name",
  secondLastName: "second surname, second last name, mothers maiden name, maternal surname",
  fullName:
    "full name, fullname, display name, contact person, person, contact, attendee, participant, lead, who, prospect, key contact, primary contact, decision maker, first and last name, first last name, name and surname, name surname, file as, recipient, cust, customer, client, complete name, poc, point of contact",
  name: "name, names",
  honorific: "salutation, honorific, name prefix, prefix, courtesy title, mr ms, mr mrs, form of address",
  nameSuffix: "suffix, name suffix, generational suffix, credentials",
  titleOrHonorific: "title, titles",
  title:
    "job title, jobtitle, position, designation, job position, job role, work title, professional title, position title, business title, current title, current position, job, organization title, role title, contact title, title job, job function, headline",
  profession: "profession, occupation, role, function, work role",
  company:
    "company, company name, business name, employer, firm, firm name, current company, company legal name, associated company, legal name, company business name, place of work, workplace, business, co name, corporation, legal entity, trade name, commercial name, parent company",
  organisation:
    "organization, organisation, organization name, organisation name, org, org name, institution, affiliation, agency name, school, university",
  account: "account, account name, company account, customer account, parent account",
  country:
    "country, country region, country code, country name, nation, iso country, country iso, country of residence, phone country code, dialing code, region country, country or region",
  remarks:
    "notes, note, remarks, remark, comments, comment, additional notes, additional comments, additional information, additional info, internal notes, sales notes, call notes, other notes, special instructions, observations, lead notes, contact notes, personal notes",
  description:
    "description, message, details, feedback, enquiry, inquiry, your message, memo, lead description, question, questions, about",
  unrelated:
    "address, street, street address, address line, address line 1, city, town, state, province, county, region, zip, zip code, zipcode, zip postal code, state province, postal code, post code, postcode, po box, address po box, street number, house number, location, locality, territory, website, web site, url, web page, webpage, homepage, home page, web, site, domain, birthday, birth date, birthdate, date of birth, dob, birth month, birth day, birth year, anniversary, age, gender, sex, language, nickname, nick name, alias, initials, screen name, username, user name, user, login, id, lead id, record id, contact id, customer id, user id, account id, owner id, external id, uuid, number, no, date, created, created at, created on, created date, create date, created time, created by, updated, updated at, modified, last modified, last activity, last contact, timestamp, time, signup date, connected on, department, division, office, office location, industry, sector, category, categories, group, groups, labels, label, tag, tags, team, list, lists, source, lead source, original source, lead status, status, stage, lifecycle stage, lead score, score, rating, priority, sensitivity, private, budget, revenue, annual revenue, employees, number of employees, company size, campaign, campaign name, medium, channel, platform, keyword, keywords, ad name, adset name, form name, form id, ad id, is organic, product, property, interest, interested, hobby, children, spouse, profile, facebook, twitter, linkedin, linkedin url, instagram, skype, skype id, messenger id, icq, icq id, aim id, msn id, qq id, irc id, google id, yahoo id, web page 1, custom, custom field, user 1, directory server, billing information, mileage, referred by, government id number, tax id, vat, vat number, ssn, years, amount, value, price, currency, type, subject, body, opt in, opt out, do not call, subscribed, latitude, longitude, time zone, timezone, photo, image, picture, automobile, yomi, phonetic, callback, organizational id number, parent id, client id, next step, due date, order id, customer type, company id, company website, company type, company domain, industry type",

  email:
    "email, emails, e mail, mail, mailid, mail id, mail address, emailid, courriel, internet address, smtp address, gmail, username email",
  phone:
    "phone, phones, telephone, tel, tele, ph, ph no, contact number, contact no, contact num, landline, direct dial, direct line, telephones, hp number",
  mobile: "mobile, mobiles, cell, cellular, cellphone, mob, handphone, gsm, mobil, mobileno, mobilenumber",
  messenger: "whatsapp, whats app, wa number, viber, telegram number, wechat phone",
  fax: "fax, faxes, telefax, facsimile, pager, beeper, telex, tty, tdd, isdn",
  work: "work, business, office, company, corporate, professional, organization, organisation, direct, job, employer",
  home: "home, personal, private, house, residence, residential",
  main: "main, primary, principal, default, preferred, best",
  secondary:
    "other, alternate, alternative, alt, additional, secondary, second, backup, old, previous, car, radio, callback, login, invoice, billing, shipping, mailing, postal, third, recovery, emergency",
  about:
    "type, types, label, labels, status, opt, optout, optin, opted, subscribed, unsubscribed, subscription, consent, verified, verification, valid, validation, validity, bounce, bounced, bounces, quality, confidence, sent, opened, opens, clicked, clicks, count, date, time, template, subject, body, campaign, sequence, domain, provider, display, format, hash, md5, sha256, password, extension, ext, extn, country code, area code, carrier, score, source, reply, replied, last, preference, preferences, permission, ok, agree, allow, allowed, do not, dont, client, server, signature, exists, found, match, flag, attempts, duration, outcome, method, yomi, phonetic, hours, list, lists, company size, notifications, newsletter, frequency, owner, question, tracking, conversion, name, username, code, city, state, link, url, page, photo, calls, unread, blacklisted, marketing",
  otherPerson:
    "other person, owner, assistant, assistants, asst, manager, managers, spouse, spouses, rep, representative, salesperson, sales person, sales rep, sales agent, seller, assigned, assigned to, assignee, created by, modified by, updated by, referred by, referrer, referral, referee, introduced by, agent, supervisor, reports to, boss, children, child, father, mother, husband, wife, guardian, recruiter, account executive, sdr, bdr, operator, sender, uploaded by, added by, emergency contact, emergency, counselor, caller, handler, advisor, consultant, broker, secretary",
  person:
    "lead, leads, contact, contacts, customer, customers, client, clients, person, user, users, prospect, prospects, attendee, participant, buyer, member, respondent, guest, student, delegate, registrant, subscriber, applicant, candidate, visitor, patient, donor, shopper, purchaser, employee, individual, your, my, enter, billing, shipping, who, what, is, primary, main, attendees, recipient, payer, passenger, holder, cust, people, crm, parent, contact1, official, full, prospective",
  glue: "of, the, a, an, for, and, or, to, in, if, any, please, s, at, on, with, 1st, one, all, optional, required, mandatory, enter, valid",
  detail: "no, nr, num, number, numbers, address, addresses, value, values, field, id, c, text",
};
