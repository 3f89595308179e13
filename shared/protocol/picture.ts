import { z } from "zod";

/** A small picture in a message. */
export const pictureSchema = z.object({
  type: z.enum(["image/png", "image/jpeg"]),
  /** Pixels. */
  width: z.int().min(1),
  height: z.int().min(1),
  /** The file's bytes in base64. */
  data: z.string(),
});
export type Picture = z.output<typeof pictureSchema>;
