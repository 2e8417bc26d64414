package dev.vireo.query.internal.language;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a question into tokens that know where in the question they stood. Linear in the length of the question. */
public final class Tokenizer {
    private static final Pattern FILE_NAME = Pattern.compile(
            "(?<![\\w.-])[\\w-][\\w.-]{0,200}\\.(?:jpe?g|png|webp|bmp|gif|tiff?|mp4|mov|mkv|webm|avi|ts)(?![\\w-])",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern QUOTED =
            Pattern.compile("\"([^\"]{1,300})\"|“([^”]{1,300})”|「([^」]{1,300})」|《([^》]{1,300})》|『([^』]{1,300})』"
                    + "|(?<![\\p{L}\\p{N}])'([^']{2,300})'(?![\\p{L}\\p{N}])|‘([^’]{2,300})’(?!\\p{L})");

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private Token.Type wordType = Token.Type.WORD;
    private int wordStart;

    private Tokenizer(String source) {
        this.source = source;
    }

    public static List<Token> tokenize(String question) {
        return new Tokenizer(question).run();
    }

    /** Tokens of a phrase in which nothing is quoted and no file is named, as in a vocabulary. */
    static List<Token> phrase(String phrase) {
        Tokenizer tokenizer = new Tokenizer(phrase);
        tokenizer.words(0, phrase.length());
        return tokenizer.tokens;
    }

    private List<Token> run() {
        int from = 0;
        Matcher quoted = QUOTED.matcher(source);
        while (quoted.find()) {
            plain(from, quoted.start());
            String inside = quoted.group();
            String name = normal(inside.substring(1, inside.length() - 1)).strip();
            if (name.isEmpty()) {
                tokens.add(new Token("\"", quoted.start(), quoted.end(), Token.Type.SYMBOL));
            } else {
                tokens.add(new Token(name, quoted.start(), quoted.end(), Token.Type.NAME));
            }
            from = quoted.end();
        }
        plain(from, source.length());
        return List.copyOf(tokens);
    }

    /** Unquoted text, in which file names are kept whole. */
    private void plain(int from, int to) {
        Matcher file = FILE_NAME.matcher(source).region(from, to);
        int at = from;
        while (file.find()) {
            words(at, file.start());
            tokens.add(new Token(normal(file.group()), file.start(), file.end(), Token.Type.NAME));
            at = file.end();
        }
        words(at, to);
    }

    private void words(int from, int to) {
        for (int i = from; i < to; ) {
            int point = source.codePointAt(i);
            int next = Math.min(to, i + Character.charCount(point));
            int start = i;
            if (point < 128) {
                add(Character.toLowerCase(point), start, next);
            } else {
                normal(Character.toString(point)).codePoints().forEach(c -> add(c, start, next));
            }
            i = next;
        }
        flush(to);
    }

    private void add(int c, int start, int end) {
        if (Character.isDigit(c)) {
            append(c, Token.Type.NUMBER, start);
        } else if (UnicodeScript.of(c) == UnicodeScript.HAN) {
            flush(start);
            tokens.add(new Token(Character.toString(c), start, end, Token.Type.HAN));
        } else if (Character.isLetter(c) || Character.getType(c) == Character.NON_SPACING_MARK && !word.isEmpty()) {
            append(c, Token.Type.WORD, start);
        } else {
            flush(start);
            boolean silent = Character.isWhitespace(c) || Character.isISOControl(c) || Character.isSpaceChar(c)
                    || Character.getType(c) == Character.FORMAT || Character.getType(c) == Character.SURROGATE;
            if (!silent) {
                tokens.add(new Token(Character.toString(c), start, end, Token.Type.SYMBOL));
            }
        }
    }

    private void append(int c, Token.Type type, int start) {
        if (!word.isEmpty() && wordType != type) {
            flush(start);
        }
        if (word.isEmpty()) {
            wordType = type;
            wordStart = start;
        }
        // Digits of every script become 0-9, so that "٣" counts like "3".
        word.appendCodePoint(type == Token.Type.NUMBER ? '0' + Character.digit(c, 10) : c);
    }

    private void flush(int end) {
        if (!word.isEmpty()) {
            int stop = end;
            while (stop > wordStart + 1 && Character.isWhitespace(source.charAt(stop - 1))) {
                stop--;
            }
            tokens.add(new Token(word.toString(), wordStart, stop, wordType));
            word.setLength(0);
        }
    }

    public static String normal(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }
}
