package dev.vireo.query.internal.language;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * English plurals. Gives every singular that a word may be the plural of; the vocabulary then says which one exists, so
 * a rule that gives too much does no harm.
 */
public final class English {
    private static final Map<String, String> IRREGULAR = Map.ofEntries(
            Map.entry("people", "person"), Map.entry("persons", "person"), Map.entry("men", "man"),
            Map.entry("women", "woman"), Map.entry("children", "child"), Map.entry("mice", "mouse"),
            Map.entry("geese", "goose"), Map.entry("feet", "foot"), Map.entry("teeth", "tooth"),
            Map.entry("oxen", "ox"), Map.entry("dice", "die"), Map.entry("cacti", "cactus"),
            Map.entry("fungi", "fungus"), Map.entry("octopi", "octopus"), Map.entry("hippopotami", "hippopotamus"),
            Map.entry("aeroplanes", "airplane"), Map.entry("aeroplane", "airplane"), Map.entry("lice", "louse"),
            Map.entry("axes", "axe"), Map.entry("folks", "person"), Map.entry("bicyclists", "cyclist"));

    private English() {}

    /** The word itself first, then its possible singulars. */
    public static List<String> singulars(String word) {
        if (word.length() < 3) {
            return List.of(word);
        }
        Set<String> forms = new LinkedHashSet<>();
        forms.add(word);
        String irregular = IRREGULAR.get(word);
        if (irregular != null) {
            forms.add(irregular);
        }
        if (word.endsWith("men")) {
            forms.add(cut(word, 3) + "man");
        }
        if (word.endsWith("s") && !word.endsWith("ss")) {
            if (word.endsWith("ies")) {
                forms.add(cut(word, 3) + "y");
            }
            if (word.endsWith("ves")) {
                forms.add(cut(word, 3) + "f");
                forms.add(cut(word, 3) + "fe");
            }
            if (word.endsWith("es")) {
                forms.add(cut(word, 2));
            }
            if (word.endsWith("zzes") || word.endsWith("sses")) {
                forms.add(cut(word, 3));
            }
            if (!word.endsWith("us") && !word.endsWith("is")) {
                forms.add(cut(word, 1));
            }
        }
        return new ArrayList<>(forms);
    }

    private static String cut(String word, int tail) {
        return word.substring(0, word.length() - tail);
    }

    /** A plural for texts that we write ourselves; irregular ones as above, else by the school rules. */
    public static String plural(String noun) {
        int space = noun.lastIndexOf(' ') + 1;
        String head = noun.substring(0, space);
        String last = noun.substring(space);
        return head + switch (last) {
            case "person" -> "people";
            case "man" -> "men";
            case "woman" -> "women";
            case "child" -> "children";
            case "mouse" -> "mice";
            case "goose" -> "geese";
            case "knife" -> "knives";
            case "sheep", "fish", "skis", "scissors", "deer", "aircraft", "food", "furniture", "fruit" -> last;
            default -> {
                if (last.matches(".*(s|x|z|ch|sh)")) {
                    yield last + "es";
                }
                yield last.matches(".*[^aeiou]y") ? last.substring(0, last.length() - 1) + "ies" : last + "s";
            }
        };
    }
}
