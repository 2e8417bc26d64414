package dev.vireo.api.query;

import java.util.Optional;

/**
 * What is asked.
 *
 * @param text at most 2,000 characters; may be empty when there is a prompt
 * @param domain the domain to search
 * @param top most hits and most near misses wanted, 1 to 1,000
 * @param prompt find what is like the thing that is pointed at; what the words say overrules its own colour and label
 */
public record Question(String text, String domain, int top, Optional<VisualPrompt> prompt) {}
