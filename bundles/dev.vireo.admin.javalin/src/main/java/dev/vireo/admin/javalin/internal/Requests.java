package dev.vireo.admin.javalin.internal;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/** Reads what a request carries, within limits. */
final class Requests {
    private final Json json;

    Requests(Json json) {
        this.json = json;
    }

    <T> T body(Context ctx, Class<T> type, int limit) {
        if (!ctx.isJson()) {
            throw new HttpResponseException(415, "send the request body as application/json");
        }
        byte[] body;
        try (InputStream in = ctx.bodyInputStream()) {
            body = in.readNBytes(limit + 1);
        } catch (IOException e) {
            throw new VireoException(ErrorKind.USER_INPUT, "the request body ended early", e);
        }
        if (body.length > limit) {
            throw new HttpResponseException(413, "the request body is longer than " + limit + " bytes");
        }
        return json.read(body, type);
    }

    /** A whole number of the query string. */
    OptionalLong number(Context ctx, String name, long min, long max) {
        String text = ctx.queryParam(name);
        if (text == null) {
            return OptionalLong.empty();
        }
        try {
            long value = Long.parseLong(text);
            if (value >= min && value <= max) {
                return OptionalLong.of(value);
            }
        } catch (NumberFormatException e) {
            // Told below, together with numbers out of range.
        }
        throw new VireoException(
                ErrorKind.USER_INPUT,
                name + " is \"" + Texts.shorten(text) + "\"; it needs a whole number from " + min + " to " + max);
    }

    long requiredNumber(Context ctx, String name, long min, long max) {
        return number(ctx, name, min, max)
                .orElseThrow(() -> new VireoException(
                        ErrorKind.USER_INPUT, name + " is missing; give a whole number from " + min + " to " + max));
    }
}
