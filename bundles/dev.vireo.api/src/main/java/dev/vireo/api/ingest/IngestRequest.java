package dev.vireo.api.ingest;

import dev.vireo.api.media.CaptureTime;
import java.util.List;
import java.util.Optional;

/**
 * What to add.
 *
 * @param sources absolute paths of files and folders of this machine; folders are read recursively
 * @param domain letters, digits, dot, dash, underscore; at most 64
 * @param capturedAt capture time of the first frame, told by a person; it overrules the file's own
 */
public record IngestRequest(List<String> sources, String domain, Optional<CaptureTime> capturedAt) {}
