package dev.vireo.media.ffmpeg.internal;

import dev.vireo.api.media.MediaInfo;

/** The size of a decoded frame [px]. */
record FrameSize(int width, int height) {
    static FrameSize within(MediaInfo info, int maxSide) {
        double factor = Math.min(1, (double) maxSide / Math.max(info.width(), info.height()));
        return new FrameSize((int) Math.max(1, Math.round(info.width() * factor)),
                (int) Math.max(1, Math.round(info.height() * factor)));
    }

    FrameSize even() {
        return new FrameSize(Math.max(16, width / 2 * 2), Math.max(16, height / 2 * 2));
    }

    int bytes() {
        return width * height * 3;
    }
}
