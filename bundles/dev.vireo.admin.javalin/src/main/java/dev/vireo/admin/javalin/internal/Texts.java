package dev.vireo.admin.javalin.internal;

/** Text of others inside our messages. */
final class Texts {
    private static final int QUOTED = 80;

    private Texts() {}

    static String shorten(String text) {
        return text.length() <= QUOTED ? text : text.substring(0, QUOTED) + "…";
    }
}
