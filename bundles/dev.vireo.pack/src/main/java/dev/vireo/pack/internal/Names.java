package dev.vireo.pack.internal;

/** Names of others, as they may be shown. */
final class Names {
    private static final int LONGEST = 100;

    private Names() {}

    /** On one line, without what could steer a terminal, cut after 100 characters. */
    static String shown(String name) {
        StringBuilder shown = new StringBuilder();
        name.codePoints().limit(LONGEST).forEach(c -> {
            if (steers(c)) {
                shown.append(String.format("\\u%04x", c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return name.codePointCount(0, name.length()) > LONGEST ? shown.append('…').toString() : shown.toString();
    }

    /** Whether a name can be shown as it is. */
    static boolean plain(String name) {
        return name.codePoints().noneMatch(Names::steers);
    }

    private static boolean steers(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }
}
