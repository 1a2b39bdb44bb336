/** A key as S3 writes it in a list with `EncodingType: "url"`: percent-encoded, and a space as a plus. */
export function fromUrl(encoded: string): string {
  return decodeURIComponent(encoded.replaceAll("+", " "));
}
