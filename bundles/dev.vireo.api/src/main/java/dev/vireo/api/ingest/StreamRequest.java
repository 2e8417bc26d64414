package dev.vireo.api.ingest;

import dev.vireo.api.catalog.StreamSource;

/**
 * A live source to record.
 *
 * @param address {@code rtsp://}, {@code rtsps://}, {@code http://} or {@code https://}; user name and password may stand in it
 * @param domain as in {@link IngestRequest}
 * @param keep how much of it is kept
 */
public record StreamRequest(String address, String domain, StreamSource.Retention keep) {}
