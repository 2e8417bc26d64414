package dev.vireo.api.error;

import java.util.Objects;

/**
 * The one exception that crosses bundles. Its message names the value, the allowed range and the next step, and is
 * written for the person who reads it.
 */
public final class VireoException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorKind kind;

    public VireoException(ErrorKind kind, String message) {
        this(kind, message, null);
    }

    public VireoException(ErrorKind kind, String message, Throwable cause) {
        super(Objects.requireNonNull(message), cause);
        this.kind = Objects.requireNonNull(kind);
    }

    public ErrorKind kind() {
        return kind;
    }
}
