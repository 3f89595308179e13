/** A file as text: the builder of the gallery says so (scripts/lib/gallery/build.mjs). */
declare module "*.ndjson" {
  const text: string;
  export default text;
}
