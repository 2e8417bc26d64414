package dev.vireo.query.internal.language;

/**
 * One piece of a question.
 *
 * @param text normal form: NFKC, lower case
 * @param start first character in the question as asked
 * @param end one past the last
 * @param type what it is made of
 */
public record Token(String text, int start, int end, Type type) {
    public enum Type {
        WORD,
        NUMBER,
        /** One Chinese character: Chinese writes no spaces, so words are found by longest match later. */
        HAN,
        SYMBOL,
        /** What stood between quotes, or a file name. */
        NAME
    }

    public boolean is(String other) {
        return text.equals(other);
    }

    public boolean isNumber() {
        return type == Type.NUMBER;
    }

    public boolean isHan() {
        return type == Type.HAN;
    }
}
