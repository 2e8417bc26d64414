package dev.vireo.onnx.internal.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vireo.onnx.internal.manifest.ManifestNode;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * BERT's tokenizer (Devlin 2018; greedy longest match of Schuster and Nakajima 2012), driven by a Hugging Face
 * {@code tokenizer.json} with {@code BertNormalizer}, {@code BertPreTokenizer} and a {@code WordPiece} model. Gives the
 * ids of the Rust reference, except that the names of special tokens inside a text are read as plain words: a user's
 * text cannot end a sentence for the model.
 *
 * <p>Immutable.
 */
public final class WordPieceTokenizer {
    private static final int HIGHEST_ID = 9_999_999;

    private final Map<String, Integer> vocabulary;
    private final String continuation;
    private final int maxWordLength;
    private final int unknown;
    private final int start;
    private final int end;
    private final boolean lowercase;
    private final boolean stripAccents;
    private final boolean cleanText;
    private final boolean spaceCjk;
    private final int maxTokens;

    /**
     * @param json the parsed tokenizer.json
     * @param maxTokens longest result, start and end mark included
     * @throws dev.vireo.api.error.VireoException USER_INPUT when it is not a tokenizer of this kind
     */
    public WordPieceTokenizer(ManifestNode json, int maxTokens) {
        ManifestNode normalizer = json.child("normalizer");
        normalizer.oneOf("type", List.of("BertNormalizer"));
        this.cleanText = normalizer.flag("clean_text", true);
        this.spaceCjk = normalizer.flag("handle_chinese_chars", true);
        this.lowercase = normalizer.flag("lowercase", true);
        this.stripAccents = normalizer.flag("strip_accents", lowercase);
        json.child("pre_tokenizer").oneOf("type", List.of("BertPreTokenizer"));
        ManifestNode model = json.child("model");
        model.oneOf("type", List.of("WordPiece"));
        this.continuation = model.text("continuing_subword_prefix", "##");
        this.maxWordLength = model.integer("max_input_chars_per_word", 1, 10_000, 100);
        ManifestNode vocab = model.child("vocab");
        Map<String, Integer> ids = HashMap.newHashMap(vocab.json().size());
        for (Map.Entry<String, JsonNode> entry : vocab.json().properties()) {
            int id = entry.getValue().isInt() ? entry.getValue().intValue() : -1;
            if (id < 0 || id > HIGHEST_ID) {
                throw vocab.wrong(entry.getKey(), entry.getValue().toString(), "a whole number from 0 to " + HIGHEST_ID);
            }
            ids.put(entry.getKey(), entry.getValue().intValue());
        }
        this.vocabulary = ids;
        this.unknown = id(model, model.text("unk_token", "[UNK]"));
        this.start = id(model, "[CLS]");
        this.end = id(model, "[SEP]");
        this.maxTokens = maxTokens;
    }

    private int id(ManifestNode model, String token) {
        Integer id = vocabulary.get(token);
        if (id == null) {
            throw model.wrong("vocab", "no entry '" + token + "'", "a vocabulary with it");
        }
        return id;
    }

    /** Ids of a text with start and end mark, cut to the longest length. */
    public long[] encode(String text) {
        List<Integer> ids = new ArrayList<>();
        ids.add(start);
        ids.addAll(pieces(text, maxTokens - 2));
        ids.add(end);
        return array(ids);
    }

    /**
     * Two texts in one sequence: start mark, first, end mark, second, end mark.
     *
     * @param second where the second text begins in {@code ids}
     */
    public record Pair(long[] ids, int second) {}

    /** Joins two texts; what is too long is cut from the longer of the two, as the reference does ("longest first"). */
    public Pair encode(String text, String second) {
        List<Integer> first = pieces(text, maxTokens);
        List<Integer> last = pieces(second, maxTokens);
        int room = maxTokens - 3;
        while (first.size() + last.size() > room) {
            (first.size() > last.size() ? first : last).removeLast();
        }
        List<Integer> ids = new ArrayList<>();
        ids.add(start);
        ids.addAll(first);
        ids.add(end);
        int begin = ids.size();
        ids.addAll(last);
        ids.add(end);
        return new Pair(array(ids), begin);
    }

    private static long[] array(List<Integer> ids) {
        return ids.stream().mapToLong(Integer::longValue).toArray();
    }

    /** The first pieces of a text, at most {@code limit}. */
    private List<Integer> pieces(String text, int limit) {
        List<Integer> ids = new ArrayList<>();
        int[] points = normalise(text);
        for (int from = 0; from < points.length && ids.size() < limit; ) {
            int to = wordEnd(points, from);
            if (to > from) {
                word(points, from, to, ids);
                from = to;
            } else {
                from++; // white space
            }
        }
        while (ids.size() > limit) {
            ids.removeLast();
        }
        return ids;
    }

    /** Size of the vocabulary: every id lies below it. */
    public int size() {
        return vocabulary.values().stream().mapToInt(Integer::intValue).max().orElse(-1) + 1;
    }

    private int[] normalise(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (cleanText) {
                if (c == 0 || c == 0xFFFD || isControl(c)) {
                    return;
                }
                if (isSpace(c)) {
                    out.append(' ');
                    return;
                }
            }
            if (spaceCjk && isCjk(c)) {
                out.append(' ').appendCodePoint(c).append(' ');
            } else {
                out.appendCodePoint(c);
            }
        });
        String clean = stripAccents ? Normalizer.normalize(out, Normalizer.Form.NFD) : out.toString();
        return clean.codePoints()
                .filter(c -> !stripAccents || Character.getType(c) != Character.NON_SPACING_MARK)
                .map(c -> lowercase ? Character.toLowerCase(c) : c)
                .toArray();
    }

    /** End of the word that starts at {@code from}; a punctuation mark is a word; {@code from} when white space is there. */
    private static int wordEnd(int[] points, int from) {
        if (isPunctuation(points[from])) {
            return from + 1;
        }
        int to = from;
        while (to < points.length && !isSpace(points[to]) && !isPunctuation(points[to])) {
            to++;
        }
        return to;
    }

    private void word(int[] points, int from, int to, List<Integer> ids) {
        if (to - from > maxWordLength) {
            ids.add(unknown);
            return;
        }
        int size = ids.size();
        for (int begin = from; begin < to; ) {
            int stop = to;
            Integer id = null;
            while (stop > begin) {
                String piece = new String(points, begin, stop - begin);
                id = vocabulary.get(begin == from ? piece : continuation + piece);
                if (id != null) {
                    break;
                }
                stop--;
            }
            if (id == null) {
                while (ids.size() > size) {
                    ids.removeLast();
                }
                ids.add(unknown);
                return;
            }
            ids.add(id);
            begin = stop;
        }
    }

    private static boolean isSpace(int c) {
        return c == '\t' || c == '\n' || c == '\r' || c == ' ' || c == 0x85 || Character.isSpaceChar(c);
    }

    private static boolean isControl(int c) {
        if (c == '\t' || c == '\n' || c == '\r') {
            return false;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }

    private static boolean isPunctuation(int c) {
        if (c >= 33 && c <= 47 || c >= 58 && c <= 64 || c >= 91 && c <= 96 || c >= 123 && c <= 126) {
            return true;
        }
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }

    private static boolean isCjk(int c) {
        return c >= 0x4E00 && c <= 0x9FFF
                || c >= 0x3400 && c <= 0x4DBF
                || c >= 0x20000 && c <= 0x2A6DF
                || c >= 0x2A700 && c <= 0x2B73F
                || c >= 0x2B740 && c <= 0x2B81F
                || c >= 0x2B920 && c <= 0x2CEAF
                || c >= 0xF900 && c <= 0xFAFF
                || c >= 0x2F800 && c <= 0x2FA1F;
    }
}
