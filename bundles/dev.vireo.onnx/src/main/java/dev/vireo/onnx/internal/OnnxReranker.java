package dev.vireo.onnx.internal;

import dev.vireo.api.model.Provider;
import dev.vireo.api.rerank.RerankCandidate;
import dev.vireo.api.rerank.RerankRequest;
import dev.vireo.api.rerank.Reranker;
import dev.vireo.api.rerank.Reranking;
import dev.vireo.onnx.internal.manifest.GoldenSpec;
import dev.vireo.onnx.internal.manifest.ModelManifest;
import dev.vireo.onnx.internal.session.OnnxSession;
import dev.vireo.onnx.internal.text.WordPieceTokenizer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Cross-encoder over one session: question and sentence are read together, one number comes out (Nogueira and Cho 2019).
 *
 * <p>Pairs run one by one, on each of a few threads: a quantised model takes the range of its numbers from everything in the
 * batch, so a score would depend on its neighbours; and only between runs can the time be kept. A pair is too little work to be
 * shared by threads. Equal sentences, such as the moments of one camera have, are read once.
 */
final class OnnxReranker extends OnnxProvider implements Reranker {
    private final WordPieceTokenizer tokenizer;
    private final int threads;
    private final ModelManifest.ScoreSpec score;
    private final String ids;
    private final String mask;
    private final String types;
    private final String logits;

    /** @param threads on which pairs are read side by side, the caller's own included */
    OnnxReranker(ModelManifest manifest, WordPieceTokenizer tokenizer, OnnxSession session, int threads) {
        super(manifest.info(), session);
        this.tokenizer = tokenizer;
        this.threads = threads;
        manifest.head().oneOf("type", List.of("pair-logit"));
        this.score = manifest.score();
        this.ids = manifest.needInput("input_ids", "int64").name();
        this.mask = manifest.needInput("attention_mask", "int64").name();
        this.types = manifest.needInput("token_type_ids", "int64").name();
        this.logits = manifest.needOutput("logits");
        for (String input : List.of(ids, mask, types)) {
            session.needInput(input, "int64", -1, -1);
        }
        session.needOutput(logits, -1, 1);
    }

    @Override
    public Class<? extends Provider> family() {
        return Reranker.class;
    }

    @Override
    public Reads reads() {
        return Reads.SENTENCES;
    }

    @Override
    public Reranking rerank(RerankRequest request) {
        long deadline = System.nanoTime() + request.budget().toNanos();
        return call(() -> {
            List<String> sentences =
                    request.candidates().stream().map(RerankCandidate::sentence).distinct().toList();
            Map<String, Double> read = new PairReading(sentences, deadline, threads)
                    .read(sentence -> score.probability(1 / (1 + Math.exp(-logit(request.question(), sentence)))));
            Map<Long, Double> scores = new HashMap<>();
            for (RerankCandidate candidate : request.candidates()) {
                Double known = read.get(candidate.sentence());
                if (known == null) {
                    return new Reranking(scores, false); // the first ones
                }
                scores.put(candidate.id(), known);
            }
            return new Reranking(scores, true);
        });
    }

    private float logit(String question, String sentence) {
        return run(tokenizer.encode(question, sentence));
    }

    private float run(WordPieceTokenizer.Pair pair) {
        int length = pair.ids().length;
        return session().run(inputs -> {
            inputs.longs(ids, 1, length).put(pair.ids());
            LongBuffer attention = inputs.longs(mask, 1, length);
            LongBuffer segments = inputs.longs(types, 1, length); // fresh native memory is zero: the first text
            for (int i = 0; i < length; i++) {
                attention.put(i, 1);
                segments.put(i, i < pair.second() ? 0 : 1);
            }
        }, Set.of(logits)).get(logits).values()[0];
    }

    @Override
    public void verify(GoldenSpec golden, GoldenPictures pictures) {
        if (!(golden.input() instanceof GoldenSpec.Input.Pair(String text, String second))) {
            throw failed(golden, "a reranker needs a text and a second one");
        }
        WordPieceTokenizer.Pair pair = tokenizer.encode(text, second);
        if (!golden.ids().isEmpty()
                && !Arrays.equals(pair.ids(), golden.ids().stream().mapToLong(Integer::longValue).toArray())) {
            throw failed(golden, "token ids are " + Arrays.toString(pair.ids()) + ", need " + golden.ids());
        }
        golden.output().ifPresent(output -> {
            if (!output.equals("logits")) {
                throw failed(golden, "output '" + output + "': need logits");
            }
            compare(golden, new float[] {call(() -> run(pair))});
        });
    }
}
