package dev.vireo.cli.internal;

import java.io.PrintWriter;
import java.util.Locale;

/** Where a command writes. Text of others is made harmless for the terminal here. */
final class Screen {
    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean terminal;
    private final boolean colours;

    /** @param terminal whether a person watches, so that a line may be written over */
    Screen(PrintWriter out, PrintWriter err, boolean terminal, boolean colours) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
        this.colours = colours;
    }

    boolean terminal() {
        return terminal;
    }

    void line(String text) {
        out.println(text);
        out.flush();
    }

    void note(String text) {
        err.println(text);
        err.flush();
    }

    /** Writes over the current line of the terminal. */
    void over(String text) {
        err.print("\r\u001b[K" + text);
        err.flush();
    }

    String green(String text) {
        return colour("32", text);
    }

    String red(String text) {
        return colour("31", text);
    }

    String yellow(String text) {
        return colour("33", text);
    }

    String bold(String text) {
        return colour("1", text);
    }

    private String colour(String code, String text) {
        return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    /** Control and direction characters as {@code \\u001b}: a file name must not steer the terminal. */
    static String safe(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            int type = Character.getType(c);
            boolean steering = type == Character.CONTROL
                    || type == Character.FORMAT
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR
                    || type == Character.SURROGATE;
            if (steering) {
                safe.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                safe.appendCodePoint(c);
            }
        });
        return safe.toString();
    }
}
