package dev.vireo.api.media;

import java.nio.file.Path;
import java.util.List;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Reading media files. Decoding happens in child processes with limits of time and memory that can open that one file
 * and nothing else; a hostile file costs its own decoder, never the runtime.
 *
 * <p>Every method throws {@code VireoException}: {@code USER_INPUT} when the file is not a readable image or video
 * (the message says why), {@code RESOURCES} when a limit was reached, {@code EXTERNAL} when the decoder failed.
 */
@ProviderType
public interface MediaReader {
    /** Header only: format, size, length and capture time, checked against the limits. Nothing is decoded. */
    MediaInfo probe(Path file);

    /** Frames of a file; exactly one for an image. Rotation and EXIF orientation are applied. */
    FrameStream frames(Path file, FrameRequest request);

    /** The frame shown at {@code timeMs}, in full size. For an image the picture itself. */
    Image frameAt(Path file, long timeMs);

    /**
     * A JPEG of the frame at {@code timeMs} with the given boxes (pixels of the source frame) drawn on it.
     *
     * @param maxSide the picture is scaled down to this longer side [px]; {@link Integer#MAX_VALUE} keeps the size
     */
    byte[] jpeg(Path file, long timeMs, List<Box> boxes, int maxSide);

    /** Writes the part of a video as H.264 MP4 that a browser can play; the target appears whole or not at all. */
    void clip(Path file, long startMs, long endMs, Path target);

    /**
     * Writes parts of several videos, one after the other, as one clip in the size of the first.
     *
     * @param spans at least one
     */
    void clip(List<Span> spans, Path target);

    /** A part of a video from {@code startMs} to {@code endMs}, exclusive [ms]. */
    record Span(Path file, long startMs, long endMs) {}

    /** A decoded picture from bytes that a client sent (JPEG, PNG, WebP, BMP, GIF, TIFF), within the same limits. */
    Image decode(byte[] picture);
}
