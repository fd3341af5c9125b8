/** Takes one picture of what the user chooses; undefined when they choose nothing. */
export async function capture(): Promise<Blob | undefined> {
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getDisplayMedia({ video: true });
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === "NotAllowedError") return undefined;
    throw thrown;
  }
  try {
    const video = document.createElement("video");
    video.muted = true;
    video.srcObject = stream;
    await video.play();
    const canvas = document.createElement("canvas");
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext("2d")?.drawImage(video, 0, 0);
    return await new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? undefined), "image/png"));
  } finally {
    for (const track of stream.getTracks()) track.stop();
  }
}
