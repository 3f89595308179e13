export function buildGallery(out: string): Promise<void>;
