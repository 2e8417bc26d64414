package dev.vireo.api.query;

import dev.vireo.api.media.Image;
import java.util.Optional;

/**
 * What is asked.
 *
 * @param text at most 2,000 characters; may be empty when a picture is given
 * @param domain the domain to search
 * @param top most hits and most near misses wanted, 1 to 1,000
 * @param picture find what looks like this
 */
public record Question(String text, String domain, int top, Optional<Image> picture) {}
