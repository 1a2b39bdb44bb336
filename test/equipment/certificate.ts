import { generateKeyPairSync, sign } from "node:crypto";

/** Tags of ASN.1's DER: https://www.itu.int/rec/T-REC-X.690 */
const [INTEGER, BIT_STRING, OBJECT_ID, UTF8_STRING, UTC_TIME, SEQUENCE, SET] = [
  0x02, 0x03, 0x06, 0x0c, 0x17, 0x30, 0x31,
];
const ECDSA_WITH_SHA256 = "2a8648ce3d040302";
const COMMON_NAME = "550403";
/** UTCTime: the two digits of a year from 50 on are of the last century. */
const [BEGINNING, END] = ["200101000000Z", "491231235959Z"];

/**
 * A key and a certificate that it has signed itself, for a TLS server that nobody has to trust: PEM.
 *
 * A test keeps no key among its files.
 */
export function selfSigned(): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const algorithm = der(SEQUENCE, der(OBJECT_ID, Buffer.from(ECDSA_WITH_SHA256, "hex")));
  const name = der(
    SEQUENCE,
    der(
      SET,
      der(
        SEQUENCE,
        der(OBJECT_ID, Buffer.from(COMMON_NAME, "hex")),
        der(UTF8_STRING, Buffer.from("of a test")),
      ),
    ),
  );
  const validity = der(SEQUENCE, ...[BEGINNING, END].map((time) => der(UTC_TIME, Buffer.from(time))));
  const subject = publicKey.export({ type: "spki", format: "der" });
  const content = der(
    SEQUENCE,
    der(INTEGER, Buffer.from([1])),
    algorithm,
    name,
    validity,
    name,
    Buffer.from(subject),
  );
  const signature = Buffer.concat([Buffer.from([0]), sign("sha256", content, privateKey)]);
  const certificate = der(SEQUENCE, content, algorithm, der(BIT_STRING, signature));
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${certificate.toString("base64")}\n-----END CERTIFICATE-----\n`,
  };
}

/** A value of DER: tag, length, content. */
function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
