package dev.vireo.api.media;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * A capture time as it was written, before the site's zone is applied.
 *
 * @param local date and time as written
 * @param offset the offset written with it; empty when the file names none (EXIF usually)
 * @param source where it was found
 */
public record CaptureTime(LocalDateTime local, Optional<ZoneOffset> offset, ClockSource source) {}
