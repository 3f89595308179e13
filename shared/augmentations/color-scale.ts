import { z } from "zod";
import { described, field } from "../recipe/field.ts";
import { ours, paper } from "../recipe/sources.ts";
import { rangeReversed } from "./operation.ts";

const range = z
  .tuple([z.number().min(0), z.number().min(0)])
  .refine(([low, high]) => low <= high, rangeReversed)
  .default([0.6, 1.4]);

export const colorScaleSchema = described(
  z.strictObject({
    op: field(z.literal("colorScale"), {
      title: { en: "Colour scale", ko: "색 스케일링" },
      text: {
        en: 'Scales brightness, then saturation, then hue by three coefficients, each drawn per image and uniform in its range, so that the network does not rely on the light that a photograph was taken in. The order shows only with `clamp` or `hueMode: "hsv"`; without them the three commute.',
        ko: '이미지마다 각 범위에서 균등하게 뽑은 세 계수로 명도, 채도, 색조를 차례로 스케일링하여, 네트워크가 촬영 조명에 의존하지 않게 합니다. 순서는 `clamp` 또는 `hueMode: "hsv"`일 때만 결과에 영향을 주며, 그 밖에는 순서를 바꾸어도 결과가 같습니다.',
      },
      source: { en: "§2.1 of the paper, step 4", ko: "논문 §2.1의 4단계" },
    }),
    hue: field(range, {
      title: { en: "Hue", ko: "색조" },
      text: {
        en: "Range of the coefficient c of the hue. In `yiq` mode the hue is rotated by (c − 1)·180°: 0.6 to 1.4 spans ±72°. `[1, 1]` leaves it alone.",
        ko: "색조 계수 c의 범위입니다. `yiq` 모드에서는 색조를 (c − 1)·180°만큼 회전하며, 0.6~1.4는 ±72°에 해당합니다. `[1, 1]`이면 바꾸지 않습니다.",
      },
      source: paper("§2.1"),
    }),
    saturation: field(range, {
      title: { en: "Saturation", ko: "채도" },
      text: {
        en: "Range of the coefficient c of the saturation: v' = v·c + luma·(1 − c), luma = 0.299 R + 0.587 G + 0.114 B. 0 gives a grey image, 1 leaves it alone.",
        ko: "채도 계수 c의 범위입니다: v' = v·c + luma·(1 − c), luma = 0.299 R + 0.587 G + 0.114 B. 0이면 회색 이미지가 되고, 1이면 바꾸지 않습니다.",
      },
      source: paper("§2.1"),
    }),
    brightness: field(range, {
      title: { en: "Brightness", ko: "명도" },
      text: {
        en: "Range of the coefficient c of the brightness: v' = v·c. 0 gives a black image, 1 leaves it alone.",
        ko: "명도 계수 c의 범위입니다: v' = v·c. 0이면 검은 이미지가 되고, 1이면 바꾸지 않습니다.",
      },
      source: paper("§2.1"),
    }),
    hueMode: field(z.enum(["yiq", "hsv"]).default("yiq"), {
      title: { en: "Hue mode", ko: "색조 모드" },
      text: {
        en: "“Scaling” a hue is ambiguous. `yiq` rotates it by (c − 1)·180° in the YIQ plane; `hsv` multiplies the angle of HSV by c, the literal reading.",
        ko: "색조를 “스케일링”한다는 말은 두 가지로 읽힙니다. `yiq`: YIQ 평면에서 (c − 1)·180°만큼 회전합니다. `hsv`: 말 그대로 HSV의 각도에 c를 곱합니다.",
      },
      source: ours,
    }),
    clamp: field(z.boolean().default(false), {
      title: { en: "Clamp", ko: "값 제한" },
      text: {
        en: "`true` cuts values to [0, 255] after each of the three, as systems that compute on bytes do. `false` keeps what goes beyond, so that nothing is lost before `normalize`.",
        ko: "`true`: 바이트로 계산하는 시스템처럼 세 단계마다 값을 [0, 255] 범위로 자릅니다. `false`: 범위를 벗어난 값을 유지하여 `normalize` 전까지 정보를 잃지 않습니다.",
      },
      source: ours,
    }),
  }),
  {
    title: { en: "Colour scale", ko: "색 스케일링" },
    text: { en: "Random hue, saturation and brightness.", ko: "색조, 채도, 명도를 무작위로 바꿉니다." },
  },
);
