import type { Pieces } from "./line-path.ts";

/** Lines, areas and dots in pixels, onto a canvas. */

export function strokePieces(context: CanvasRenderingContext2D, pieces: Pieces): void {
  context.beginPath();
  for (const piece of pieces) {
    if (piece.length < 4) continue;
    context.moveTo(piece[0]!, piece[1]!);
    for (let i = 2; i < piece.length; i += 2) context.lineTo(piece[i]!, piece[i + 1]!);
  }
  context.stroke();
}

export function fillPiece(context: CanvasRenderingContext2D, piece: number[]): void {
  context.beginPath();
  context.moveTo(piece[0]!, piece[1]!);
  for (let i = 2; i < piece.length; i += 2) context.lineTo(piece[i]!, piece[i + 1]!);
  context.closePath();
  context.fill();
}

/** A value without a neighbour would not be seen as a line; of few values each is marked. */
export function drawDots(context: CanvasRenderingContext2D, pieces: Pieces, ratio: number): void {
  const few = pieces.reduce((count, piece) => count + piece.length / 2, 0) <= 30;
  context.beginPath();
  for (const piece of pieces) {
    if (!few && piece.length > 2) continue;
    const radius = (piece.length > 2 ? 2.2 : 3) * ratio;
    for (let i = 0; i < piece.length; i += 2) {
      context.moveTo(piece[i]! + radius, piece[i + 1]!);
      context.arc(piece[i]!, piece[i + 1]!, radius, 0, 2 * Math.PI);
    }
  }
  context.fill();
}
