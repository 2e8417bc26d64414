package dev.vireo.admin.javalin.internal;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.lang.System.Logger.Level;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/**
 * An error on the wire (RFC 9457).
 *
 * @param type a name that never changes
 * @param title the kind of error, for people
 * @param status HTTP status
 * @param detail what was wrong, what is allowed, what to do
 * @param kind the error kind in lower case
 * @param reference what to look for in the log; null when nothing was logged
 */
record Problem(String type, String title, int status, String detail, String kind, String reference) {
    static final String CONTENT_TYPE = "application/problem+json";

    private static final System.Logger LOG = System.getLogger(Problem.class.getName());

    static int status(ErrorKind kind) {
        return switch (kind) {
            case USER_INPUT -> 400;
            case NOT_FOUND -> 404;
            case UNAVAILABLE -> 503;
            case RESOURCES -> 507;
            case EXTERNAL -> 502;
            case INTERNAL -> 500;
        };
    }

    private static String title(ErrorKind kind) {
        return switch (kind) {
            case USER_INPUT -> "The request cannot be done as it is";
            case NOT_FOUND -> "There is no such thing";
            case UNAVAILABLE -> "Not now";
            case RESOURCES -> "Disk, memory or time ran out";
            case EXTERNAL -> "Another program or system failed";
            case INTERNAL -> "A fault of Vireo itself";
        };
    }

    static Problem of(ErrorKind kind, int status, String detail, String reference) {
        String name = kind.name().toLowerCase(Locale.ROOT);
        return new Problem("urn:vireo:problem:" + name, title(kind), status, detail, name, reference);
    }

    /** Logs what the operator must know of, once, and never tells the client more than the message. */
    static Problem of(Throwable fault, String request) {
        return switch (fault) {
            case VireoException e when e.kind() != ErrorKind.INTERNAL -> {
                boolean operators = e.kind() == ErrorKind.EXTERNAL || e.kind() == ErrorKind.RESOURCES;
                String reference = operators ? newReference() : null;
                if (operators) {
                    LOG.log(Level.WARNING, "[" + reference + "] " + request + ": " + e.getMessage(), e.getCause());
                }
                yield of(e.kind(), status(e.kind()), e.getMessage(), reference);
            }
            case HttpResponseException e -> {
                ErrorKind kind = e.getStatus() == 404
                        ? ErrorKind.NOT_FOUND
                        : e.getStatus() == 503
                                ? ErrorKind.UNAVAILABLE
                                : e.getStatus() >= 500 ? ErrorKind.INTERNAL : ErrorKind.USER_INPUT;
                yield of(kind, e.getStatus(), e.getMessage(), null);
            }
            default -> {
                String reference = newReference();
                LOG.log(Level.ERROR, "[" + reference + "] " + request + " failed", fault);
                yield of(
                        ErrorKind.INTERNAL,
                        500,
                        "Vireo failed at this request; the log tells more under reference " + reference,
                        reference);
            }
        };
    }

    private static String newReference() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    }

    void write(Context ctx, Json json) {
        ctx.status(status);
        if (status == 401) {
            ctx.header("WWW-Authenticate", "Bearer");
        } else if (status == 503) {
            ctx.header("Retry-After", "2");
        }
        ctx.result(json.bytes(this)).contentType(CONTENT_TYPE);
    }
}
