/** What the logits of a batch say of its images, one element an image. */
export interface Scores {
  /** The class with the greatest logit. */
  predictions: Int32Array;
  /** What softmax gives to the prediction, 0 to 1. */
  confidences: Float64Array;
  /** How many classes stand before the true one: 0 where the prediction is right. */
  ranks: Int32Array;
  /** −log softmax(logits)[label], without smoothing. */
  losses: Float64Array;
}

/**
 * Scores logits [N,K] against labels. Of equal logits the lower class stands first, so that the figures are the same
 * everywhere; a true class whose logit is not a number stands last.
 */
export function scoreLogits(logits: Float32Array, labels: ArrayLike<number>, classes: number): Scores {
  const images = labels.length;
  const scores = {
    predictions: new Int32Array(images),
    confidences: new Float64Array(images),
    ranks: new Int32Array(images),
    losses: new Float64Array(images),
  };
  for (let image = 0; image < images; image++) {
    const row = logits.subarray(image * classes, (image + 1) * classes);
    const label = labels[image]!;
    const own = row[label]!;
    let best = 0;
    let rank = 0;
    for (let other = 0; other < classes; other++) {
      if (row[other]! > row[best]!) best = other;
      const standsBehind = row[other]! < own || (row[other] === own && other > label);
      if (other !== label && !standsBehind) rank++;
    }
    const greatest = row[best]!;
    let sum = 0;
    for (const logit of row) sum += Math.exp(logit - greatest);
    scores.predictions[image] = best;
    scores.confidences[image] = 1 / sum;
    scores.ranks[image] = rank;
    scores.losses[image] = Math.log(sum) - (own - greatest);
  }
  return scores;
}

/** How many images have the true class among the first `k`. With fewer than k classes that is every image. */
export function countWithin(ranks: Int32Array, k: number): number {
  return ranks.reduce((count, rank) => count + (rank < k ? 1 : 0), 0);
}
