export function serveGallery(folder: string, port?: number): Promise<{ url: string; close: () => void }>;
