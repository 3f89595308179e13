/** The rows of a batch that one replica computes: start … end − 1. */
export interface Share {
  start: number;
  end: number;
  /** The share of the whole batch, 0 to 1: what its mean loss counts for in the mean over the batch. */
  weight: number;
}

/**
 * Divides `rows` among the replicas in order, as evenly as whole rows allow. Where there are fewer rows than replicas some
 * shares are empty.
 */
export function sharesOf(rows: number, replicas: number): Share[] {
  return Array.from({ length: replicas }, (_, replica) => {
    const start = Math.floor((rows * replica) / replicas);
    const end = Math.floor((rows * (replica + 1)) / replicas);
    return { start, end, weight: (end - start) / rows };
  });
}
