package dev.vireo.bench;

import dev.vireo.testkit.RtspServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A film as cameras send it, behind a real RTSP server. */
final class Camera {
    private Camera() {}

    /** Whether this machine can serve one; says so when not. */
    static boolean available() {
        if (!RtspServer.available()) {
            System.err.println("a camera needs the packages " + RtspServer.PACKAGES);
            return false;
        }
        return true;
    }

    /**
     * Makes a film out of a clip, again and again from its start, with 25 frames a second and a key frame every two seconds.
     *
     * @param seconds its length
     */
    static Path film(Ffmpeg ffmpeg, Path clip, int seconds, Path target) throws IOException, InterruptedException {
        ffmpeg.run(List.of("-stream_loop", "-1", "-i", clip.toAbsolutePath().toString(), "-t", Integer.toString(seconds), "-an",
                "-vf", "fps=25", "-c:v", "libopenh264", "-b:v", "2000k", "-g", "50", "-pix_fmt", "yuv420p", "-y",
                target.toString()));
        return target;
    }
}
