package dev.vireo.admin.javalin.internal;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.testkit.Fuzz;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The body of every request, and what a question points at. */
public final class RequestBodyFuzz {
    private static final Json JSON = new Json(1 << 20);
    /** Everything that a client may send, also what will be added. */
    private static final List<Class<?>> REQUESTS = Arrays.stream(Wire.class.getDeclaredClasses())
            .filter(type -> type.getSimpleName().endsWith("Request")).sorted(Comparator.comparing(Class::getName)).toList();

    private static final Prompts PROMPTS = new Prompts(new FakeMedia());

    private RequestBodyFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Fuzz.take(input, RequestBodyFuzz::take);
    }

    private static void take(byte[] input) {
        if (REQUESTS.size() < 2) {
            throw new AssertionError("no request types found");
        }
        VireoException refused = null;
        for (Class<?> type : REQUESTS) {
            try {
                Object request = JSON.read(input, type);
                if (request instanceof Wire.AskRequest ask) {
                    PROMPTS.of(ask).ifPresent(prompt -> assertNotNull(prompt.get()));
                }
            } catch (VireoException e) {
                if (e.kind() != ErrorKind.USER_INPUT) {
                    throw new AssertionError(e);
                }
                refused = e;
            }
        }
        if (refused != null) {
            // A problem quotes what was sent: it has to be JSON again.
            JSON.bytes(Problem.of(refused, "a request"));
        }
    }
}
