package dev.vireo.admin.javalin.internal;

import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.Image;
import dev.vireo.api.media.MediaReader;
import dev.vireo.api.query.QueryEngine;
import dev.vireo.api.query.Question;
import io.javalin.http.Context;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Questions. */
final class AskRoutes {
    private static final int DEFAULT_TOP = 10;
    private static final int MAX_TOP = 1_000;

    private final QueryEngine queries;
    private final MediaReader reader;
    private final Views views;
    private final Requests requests;
    private final Json json;
    private final Limits limits;
    private final Gate gate;

    AskRoutes(QueryEngine queries, MediaReader reader, Views views, Requests requests, Json json, Limits limits) {
        this.queries = queries;
        this.reader = reader;
        this.views = views;
        this.requests = requests;
        this.json = json;
        this.limits = limits;
        this.gate = new Gate("answers", limits.questions(), limits.waitMs());
    }

    List<Route> routes() {
        return List.of(Route.post(Route.BASE + "/ask", Access.VIEWER, this::ask));
    }

    private void ask(Context ctx) {
        Wire.AskRequest request = requests.body(ctx, Wire.AskRequest.class, limits.bodyBytes());
        int top = request.top() == null ? DEFAULT_TOP : request.top();
        if (top < 1 || top > MAX_TOP) {
            throw new VireoException(ErrorKind.USER_INPUT, "top is " + top + "; it needs 1 to " + MAX_TOP);
        }
        Optional<byte[]> picture = Optional.ofNullable(request.image()).map(AskRoutes::decoded);
        String text = request.question() == null ? "" : request.question();
        String domain = request.domain() == null ? Catalog.DEFAULT_DOMAIN : request.domain();
        Wire.Answer answer = gate.pass(() -> {
            Optional<Image> image = picture.map(reader::decode);
            return views.answer(queries.ask(new Question(text, domain, top, image)));
        });
        json.write(ctx, answer);
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new VireoException(
                    ErrorKind.USER_INPUT, "image is not base64 (RFC 4648, no line breaks): " + e.getMessage(), e);
        }
    }
}
