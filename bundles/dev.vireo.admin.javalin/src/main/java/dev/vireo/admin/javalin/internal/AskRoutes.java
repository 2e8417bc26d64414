package dev.vireo.admin.javalin.internal;

import dev.vireo.api.broker.Broker;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.MediaReader;
import dev.vireo.api.query.QueryEngine;
import dev.vireo.api.query.Question;
import dev.vireo.api.query.VisualPrompt;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Questions. */
final class AskRoutes {
    private static final int DEFAULT_TOP = 10;
    private static final int MAX_TOP = 1_000;

    private final QueryEngine queries;
    private final Broker broker;
    private final Prompts prompts;
    private final Views views;
    private final Requests requests;
    private final Json json;
    private final Limits limits;
    private final Gate gate;

    AskRoutes(QueryEngine queries, Broker broker, MediaReader reader, Views views, Requests requests, Json json, Limits limits) {
        this.queries = queries;
        this.broker = broker;
        this.prompts = new Prompts(reader);
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
        Optional<Supplier<VisualPrompt>> prompt = prompts.of(request);
        String text = request.question() == null ? "" : request.question();
        String domain = request.domain() == null ? Catalog.DEFAULT_DOMAIN : request.domain();
        // Pictures are decoded behind the gate: they cost more than the question.
        Wire.Answer answer = gate.pass(
                () -> broker.request(generation -> views.answer(
                        queries.ask(new Question(text, domain, top, prompt.map(Supplier::get))), generation, broker.leased())));
        json.write(ctx, answer);
    }
}
