package dev.vireo.admin.javalin.internal;

import io.javalin.http.Handler;
import io.javalin.http.HandlerType;

/**
 * One operation of the API.
 *
 * @param method HTTP method
 * @param path in Javalin's form, e.g. {@code /api/v1/jobs/{id}}
 * @param access who may use it
 * @param handler does it
 */
record Route(HandlerType method, String path, Access access, Handler handler) {
    static final String BASE = "/api/v1";

    static Route get(String path, Access access, Handler handler) {
        return new Route(HandlerType.GET, path, access, handler);
    }

    /** Beside a GET route, for its headers alone. */
    static Route head(String path, Access access, Handler handler) {
        return new Route(HandlerType.HEAD, path, access, handler);
    }

    /** Whether it is meant by a path without its query. */
    boolean fits(String asked) {
        String[] parts = path.split("/", -1);
        String[] askedParts = asked.split("/", -1);
        boolean same = parts.length == askedParts.length;
        for (int i = 0; same && i < parts.length; i++) {
            same = parts[i].startsWith("{") || parts[i].equals(askedParts[i]);
        }
        return same;
    }

    static Route post(String path, Access access, Handler handler) {
        return new Route(HandlerType.POST, path, access, handler);
    }

    static Route delete(String path, Access access, Handler handler) {
        return new Route(HandlerType.DELETE, path, access, handler);
    }
}
