package dev.vireo.query.internal.grammar;

import dev.vireo.api.media.Box;
import dev.vireo.api.query.ConditionKind;
import dev.vireo.query.internal.condition.FramePart;
import dev.vireo.query.internal.condition.Inside;
import dev.vireo.query.internal.language.PhraseTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where in the picture: "in the left half", "in the top right corner", 画面左边. */
final class FramePartRule implements ConditionRule {
    private static final Set<String> FRAME = Set.of("frame", "picture", "image", "screen", "view", "video", "scene", "photo", "footage");
    private static final PhraseTree<FramePart> ENGLISH = new PhraseTree<>(false);
    private static final PhraseTree<FramePart> CHINESE = new PhraseTree<>(false);
    /** Chinese without a word for the picture or 在: said of a thing when one stands before it. */
    private static final PhraseTree<FramePart> BARE = new PhraseTree<>(false);

    static {
        side("left half", new Box(0, 0, 0.5, 1), "left", "左");
        side("right half", new Box(0.5, 0, 0.5, 1), "right", "右");
        side("top half", new Box(0, 0, 1, 0.5), "top|upper", "上");
        side("bottom half", new Box(0, 0.5, 1, 0.5), "bottom|lower", "下");
        FramePart middle = new FramePart("middle", List.of(new Box(0.25, 0.25, 0.5, 0.5)));
        english(middle, "middle|centre|center|central part|middle part", true, "in the|at the|in|at");
        chinese(middle, "中间|正中|正中间|中央|中心|中部|正中央");
        List<Box> corners = new ArrayList<>();
        for (int y = 0; y < 2; y++) {
            for (int x = 0; x < 2; x++) {
                String[] rows = y == 0 ? new String[] {"top", "upper"} : new String[] {"bottom", "lower"};
                String column = x == 0 ? "left" : "right";
                Box corner = new Box(x * 2 / 3.0, y * 2 / 3.0, 1 / 3.0, 1 / 3.0);
                corners.add(corner);
                FramePart part = new FramePart(rows[0] + " " + column + " corner", List.of(corner));
                FramePart quarter = new FramePart(rows[0] + " " + column, List.of(new Box(x / 2.0, y / 2.0, 0.5, 0.5)));
                for (String row : rows) {
                    english(part, row + " " + column + " corner|" + row + " " + column + " hand corner", true, "in the|at the|in|at");
                    english(quarter, row + " " + column + "|" + row + " " + column + " quarter|" + row + " " + column + " part", false,
                            "in the|at the|on the");
                }
                String mark = (x == 0 ? "左" : "右") + (y == 0 ? "上" : "下");
                chinese(part, mark + "角");
                chinese(quarter, mark + "方|" + mark + "边|" + mark + "部|" + mark + "侧");
            }
        }
        FramePart any = new FramePart("a corner", corners);
        english(any, "corner|corners", false, "in a|in the|in one|at a|at the|in any");
        chinese(any, "角落|一角|角落里");
    }

    private record Meaning(FramePart part) implements Piece.Meaning {}

    private static void side(String name, Box area, String words, String mark) {
        FramePart part = new FramePart(name, List.of(area));
        for (String word : words.split("\\|")) {
            english(part, word + " half", true, "in the|on the|at the|in|within the");
            english(part, word + " side|" + word + " hand side|" + word + " part|" + word, false, "in the|on the|at the");
        }
        chinese(part, mark + "半边|" + mark + "半部分|" + mark + "半部|" + mark + "半侧|" + mark + "半|" + mark + "侧|" + mark + "方|" + mark
                + "部|" + (mark.equals("上") || mark.equals("下") ? (mark.equals("上") ? "顶部|顶端" : "底部|底端") : mark + "边|" + mark + "面"));
    }

    private static void english(FramePart part, String cores, boolean alone, String prefixes) {
        for (String core : cores.split("\\|")) {
            if (alone) {
                ENGLISH.add(core, part);
            }
            for (String prefix : prefixes.split("\\|")) {
                ENGLISH.add(prefix + " " + core, part);
            }
        }
    }

    private static void chinese(FramePart part, String cores) {
        for (String core : cores.split("\\|")) {
            BARE.add(core, part);
            CHINESE.add("在" + core, part);
            for (String frame : "画面|图像|图片|照片|视频|屏幕|镜头|图中|画面中".split("\\|")) {
                for (String prefix : List.of("", "在", "位于")) {
                    CHINESE.add(prefix + frame + core, part);
                    CHINESE.add(prefix + frame + "的" + core, part);
                }
            }
        }
    }

    @Override
    public Optional<Piece> piece(Reading r, int i) {
        Piece longest = null;
        for (PhraseTree.Match<FramePart> match : ENGLISH.matches(r.tokens, i)) {
            int to = i + match.length();
            if (r.tokens.size() > to && r.tokens.get(to).is("of")) {
                to = frame(r, to + 1);
            }
            // "In the middle of the road" is a part of the road.
            if (to > 0) {
                longest = new Piece(i, to, new Meaning(match.values().get(0)));
            }
        }
        if (longest == null) {
            for (PhraseTree.Match<FramePart> match : CHINESE.matches(r.tokens, i)) {
                longest = new Piece(i, i + match.length(), new Meaning(match.values().get(0)));
            }
        }
        if (longest == null && !behindThing(r)) {
            for (PhraseTree.Match<FramePart> match : BARE.matches(r.tokens, i)) {
                longest = new Piece(i, i + match.length(), new Meaning(match.values().get(0)));
            }
        }
        return Optional.ofNullable(longest);
    }

    /** One past "the frame" that begins at a token; 0 when it is something else. */
    private static int frame(Reading r, int i) {
        int at = i < r.tokens.size() && (r.tokens.get(i).is("the") || r.tokens.get(i).is("a")) ? i + 1 : i;
        return at < r.tokens.size() && FRAME.contains(r.tokens.get(at).text()) ? at + 1 : 0;
    }

    /** "To the left of the car" in Chinese: the car stands right before. */
    private static boolean behindThing(Reading r) {
        int p = r.pieces.size() - 1;
        if (p > 0 && r.tokens.get(r.pieces.get(p).from()).is("的")) {
            p--;
        }
        return p >= 0 && r.what(p) instanceof Piece.Noun;
    }

    @Override
    public void conditions(Reading r) {
        List<Integer> said = new ArrayList<>();
        for (int p = 0; p < r.pieces.size(); p++) {
            if (r.what(p) instanceof Meaning meaning) {
                r.made.add(new Reading.Made(p, ConditionKind.PLACE, meaning.part().name(), r.negated.contains(p), List.of(p),
                        new Inside(meaning.part()), r.about()));
                said.add(p);
            }
        }
    }
}
