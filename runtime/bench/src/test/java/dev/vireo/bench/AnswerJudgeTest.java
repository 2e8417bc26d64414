package dev.vireo.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a mixed answer would look like: each must be found, for the count of the soak to mean anything. */
class AnswerJudgeTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RERANKER = "acme.rerank";
    private static final String LARGE_FIRST = "big 0.9, small 0.8";
    private static final String SMALL_FIRST = "small 0.8, big 0.9";

    private final AnswerJudge judge = new AnswerJudge(RERANKER);

    /** Generation 1 has another reranker, 2 another index beside that, 3 a third reranker. */
    @BeforeEach
    void learn() throws Exception {
        judge.generation(generation(1, "acme.rerank 1.0.1"));
        judge.generation(generation(2, "acme.rerank 1.0.1, acme.index 1.0.2"));
        judge.generation(generation(3, "acme.rerank 1.0.4, acme.index 1.0.2"));
        judge.learn("cats", answer(0, "0.1.0", "0.1.0", LARGE_FIRST));
        judge.learn("cats", answer(1, "0.1.0", "1.0.1", SMALL_FIRST));
    }

    private static JsonNode generation(long number, String bundles) throws Exception {
        StringBuilder packages = new StringBuilder();
        for (String bundle : bundles.split(", ")) {
            String[] part = bundle.split(" ");
            packages.append(packages.isEmpty() ? "" : ",").append("{'bundles': [{'symbolic_name': '%s', 'version': '%s'}]}".formatted(part[0], part[1]));
        }
        return read("{'number': %d, 'packages': [%s]}".formatted(number, packages));
    }

    private static JsonNode answer(long generation, String index, String reranker, String hits) throws Exception {
        StringBuilder shown = new StringBuilder();
        for (String hit : hits.split(", ")) {
            String[] part = hit.split(" ");
            shown.append(shown.isEmpty() ? "" : ",").append("{'asset': '%s', 'region': null, 'probability': %s}".formatted(part[0], part[1]));
        }
        return read(("{'generation': %d, 'status': 'answered', 'notices': [], 'hits': [%s], 'providers': ["
                + "{'families': ['VectorIndex'], 'provider': 'index@1', 'bundles': [{'symbolic_name': 'acme.index', 'version': '%s'}]},"
                + "{'families': ['Reranker'], 'provider': 'rerank@1', 'bundles': [{'symbolic_name': 'acme.rerank', 'version': '%s'}]}]}")
                .formatted(generation, shown, index, reranker));
    }

    private static JsonNode read(String json) throws Exception {
        return JSON.readTree(json.replace('\'', '"'));
    }

    private String fault(JsonNode answer, long first, long last) {
        return judge.fault("cats", answer, first, last).orElse("");
    }

    @Test
    void wholeAnswersAreOfOneGeneration() throws Exception {
        assertEquals(1, judge.telling());
        assertEquals("", fault(answer(0, "0.1.0", "0.1.0", LARGE_FIRST), 0, 1));
        assertEquals("", fault(answer(1, "0.1.0", "1.0.1", SMALL_FIRST), 0, 1));
        assertEquals("", fault(answer(2, "1.0.2", "1.0.1", SMALL_FIRST), 1, 2));
        assertEquals("", fault(answer(3, "1.0.2", "1.0.4", LARGE_FIRST), 3, 3));
    }

    @Test
    void aProviderOfAnotherGenerationIsFound() throws Exception {
        assertEquals("of acme.index generation 2 has 1.0.2, the answer 0.1.0",
                fault(answer(2, "0.1.0", "1.0.1", SMALL_FIRST), 2, 2));
        assertEquals("of acme.rerank generation 3 has 1.0.4, the answer 1.0.1",
                fault(answer(3, "1.0.2", "1.0.1", LARGE_FIRST), 2, 3));
        assertEquals("of acme.index generation 1 has 0.1.0, the answer 1.0.2",
                fault(answer(1, "1.0.2", "1.0.1", SMALL_FIRST), 1, 2));
    }

    /** Whatever it calls itself. */
    @Test
    void theOrderOfAnotherRerankerIsFound() throws Exception {
        assertTrue(fault(answer(3, "1.0.2", "1.0.4", SMALL_FIRST), 3, 3).startsWith("in generation 3 it is answered big@null=0.9000"));
        assertTrue(fault(answer(2, "1.0.2", "1.0.1", LARGE_FIRST), 2, 2).startsWith("in generation 2 it is answered small@null=0.8000"));
        assertTrue(fault(answer(2, "1.0.2", "1.0.1", "small 0.7, big 0.9"), 2, 2).startsWith("in generation 2"), "another encoder's evidence");
    }

    @Test
    void aGenerationThatCouldNotAnswerIsFound() throws Exception {
        assertEquals("it names generation 1, 2 to 3 could answer", fault(answer(1, "0.1.0", "1.0.1", SMALL_FIRST), 2, 3));
        assertEquals("it names generation 3, 1 to 2 could answer", fault(answer(3, "1.0.2", "1.0.4", LARGE_FIRST), 1, 2));
        assertEquals("it names generation 9, 1 to 9 could answer", fault(answer(9, "1.0.2", "1.0.4", LARGE_FIRST), 1, 9));
        assertTrue(fault(read("{'hits': []}"), 0, 1).startsWith("it names generation -1"));
    }

    @Test
    void aProviderThatHadNoPartInItIsMissed() throws Exception {
        JsonNode answer = read("{'generation': 0, 'status': 'answered', 'notices': [], 'hits': [], 'providers': ["
                + "{'families': ['VectorIndex'], 'provider': 'index@1', 'bundles': [{'symbolic_name': 'acme.index', 'version': '0.1.0'}]}]}");
        assertTrue(fault(answer, 0, 0).contains("answered, not"));
    }

    /** The answer says so itself: its parts are still of one generation, but its order is that of the evidence. */
    @Test
    void anOrderWithoutRerankerSaysNothing() throws Exception {
        String late = answer(3, "1.0.2", "1.0.4", SMALL_FIRST).toString().replace("\"notices\":[]", "\"notices\":[\"not reranked\"]");
        assertEquals("", fault(JSON.readTree(late), 3, 3));
        assertTrue(fault(JSON.readTree(late.replace("1.0.4", "1.0.1")), 3, 3).startsWith("of acme.rerank"));
    }

    /** Two opinions that cancel each other leave the order as it was. */
    @Test
    void otherScoresAreFound() throws Exception {
        String scored = answer(2, "1.0.2", "1.0.1", SMALL_FIRST).toString().replace("\"region\":null", "\"region\":null,\"score\":0.03");
        assertTrue(fault(JSON.readTree(scored), 2, 2).startsWith("in generation 2"));
    }

    /** Where nothing is found the near misses tell. */
    @Test
    void theOrderOfNearMissesIsHeldAgainstTheGenerationToo() throws Exception {
        judge.learn("birds", near(answer(0, "0.1.0", "0.1.0", LARGE_FIRST)));
        judge.learn("birds", near(answer(1, "0.1.0", "1.0.1", SMALL_FIRST)));
        assertEquals(2, judge.telling());
        assertEquals("", judge.fault("birds", near(answer(2, "1.0.2", "1.0.1", SMALL_FIRST)), 2, 2).orElse(""));
        assertTrue(judge.fault("birds", near(answer(2, "1.0.2", "1.0.1", LARGE_FIRST)), 2, 2).orElse("").startsWith("in generation 2"));
    }

    private static JsonNode near(JsonNode answer) throws Exception {
        return JSON.readTree(answer.toString().replace("\"hits\":[", "\"hits\":[],\"near_misses\":["));
    }

    /** Of two that are equally probable either may be first. */
    @Test
    void equalHitsHaveNoOrder() throws Exception {
        judge.learn("dogs", answer(0, "0.1.0", "0.1.0", "big 0.9, small 0.9"));
        assertEquals("", judge.fault("dogs", answer(0, "0.1.0", "0.1.0", "small 0.9, big 0.9"), 0, 0).orElse(""));
        assertEquals(1, judge.telling());
    }
}
