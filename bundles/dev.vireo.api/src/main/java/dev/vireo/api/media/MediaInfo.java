package dev.vireo.api.media;

import java.util.Optional;

/**
 * What a file's header says, within limits that were already checked.
 *
 * @param kind image or video
 * @param container format name, e.g. {@code mp4}, {@code jpeg}
 * @param codec codec name of the video stream, e.g. {@code h264}
 * @param width displayed width [px], rotation applied
 * @param height displayed height [px], rotation applied
 * @param durationMs length [ms]; 0 for an image
 * @param frameRate average frames a second; 0 for an image
 * @param clock capture time as far as the file's own metadata tells (EXIF, container); empty when it does not
 */
public record MediaInfo(
        MediaKind kind,
        String container,
        String codec,
        int width,
        int height,
        long durationMs,
        double frameRate,
        Optional<CaptureTime> clock) {}
