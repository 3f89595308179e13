/** The epoch that a run is in as people count them, from 1, and the last one once it has ended. `epoch`: how many are complete. */
export const epochNow = ({ epoch, totalEpochs }: { epoch: number; totalEpochs: number }): number =>
  Math.min(epoch + 1, totalEpochs);
