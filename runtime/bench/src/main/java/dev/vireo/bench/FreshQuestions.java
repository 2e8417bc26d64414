package dev.vireo.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Questions that nobody has asked: words of a small vocabulary, put together by a seed. Whatever a service keeps of earlier
 * questions is of no use for them, but for what is in the words themselves. Six kinds in turn, the same number of each.
 */
final class FreshQuestions {
    private static final List<String> COLOURS =
            List.of("red", "orange", "yellow", "green", "blue", "purple", "pink", "brown", "black", "white", "grey");
    private static final List<String> THINGS = List.of("cars", "trucks", "buses", "bicycles", "motorcycles", "boats", "birds", "cats",
            "dogs", "horses", "cows", "umbrellas", "handbags", "suitcases", "bottles", "cups", "chairs", "vases", "vehicles",
            "animals", "toys", "tools");
    private static final List<String> ONES = List.of("person", "car", "truck", "bus", "bicycle", "dog", "cat", "bird", "chair", "bottle");

    private static final List<String> SCENES = List.of("somebody repairing an engine", "children at play", "an empty waiting room",
            "a family having breakfast", "workers unloading goods", "a narrow alley", "flowers in bloom", "a wooden bridge",
            "friends saying goodbye", "a messy workshop", "runners stretching", "tall buildings", "a musician performing",
            "a quiet reading corner", "cooking over an open fire", "old machinery", "a sports match", "a harbour", "something fragile",
            "tourists looking at a map", "a delivery arriving", "fresh vegetables", "a wedding party", "damaged goods");
    private static final List<String> SETTINGS = List.of("early in the morning", "at night", "in heavy rain", "in the snow",
            "under a bright sky", "beside a river", "near the mountains", "in the old town", "at the market", "behind a fence",
            "in a storehouse", "at the seaside", "under neon signs", "in the shade", "before a storm", "on a lawn");

    private static final List<String> CHINESE_SCENES = List.of("正在修理机器的工人", "玩耍的孩子", "空荡荡的候车室", "吃早餐的一家人",
            "狭窄的小巷", "盛开的花", "木桥", "凌乱的车间", "高楼", "演奏音乐的人", "旧机器", "球赛", "港口", "看地图的游客",
            "新鲜蔬菜", "婚礼", "损坏的货物", "拥挤的商店");
    private static final List<String> CHINESE_SETTINGS = List.of("清晨的", "夜里的", "雨中的", "雪地里的", "阳光下的", "河边的", "山脚下的",
            "老城里的", "市场上的", "海边的", "仓库里的", "树荫下的");

    private static final List<String> SIGNS = List.of("EXIT", "OPEN", "CLOSED", "DANGER", "PARKING", "STOP", "POLICE", "TAXI", "HOTEL",
            "ENTRANCE", "NO SMOKING", "SALE", "PUSH", "PULL", "CAFE", "BANK", "SCHOOL", "PHARMACY", "STATION", "GATE 4", "B 1234 XY",
            "出口", "入口", "停车场", "禁止吸烟", "银行", "药店", "学校", "酒店", "地铁", "收银台", "安全");

    private static final List<String> PLACES = List.of("in the left half", "in the right half", "in the middle", "in a corner",
            "in the top left corner", "in the bottom half", "for more than 20 seconds", "for less than 10 seconds");
    private static final List<String> CHINESE_PLACES = List.of("在画面左边", "在画面右边", "在画面中间", "在左上角", "在下半部分");
    private static final List<String> CHINESE_ONES = List.of("人", "汽车", "卡车", "公交车", "自行车", "狗", "猫", "鸟", "椅子", "瓶子");

    private final Random random;
    private final Set<String> asked = new TreeSet<>();

    FreshQuestions(long seed) {
        this.random = new Random(seed);
    }

    /** Questions by kind, each once. @param each how many of a kind, at most 60 */
    Map<String, List<String>> byKind(int each) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (String kind : List.of("free", "chinese", "text", "class", "place", "order")) {
            List<String> questions = new ArrayList<>();
            for (int tries = 0; questions.size() < each; tries++) {
                if (tries > 10_000) {
                    throw new IllegalArgumentException("the vocabulary has " + questions.size() + " questions of kind " + kind
                            + ", not " + each + "; ask for fewer");
                }
                String question = one(kind);
                if (asked.add(question)) {
                    questions.add(question);
                }
            }
            Collections.shuffle(questions, random);
            all.put(kind, questions);
        }
        return all;
    }

    private String one(String kind) {
        return switch (kind) {
            case "free" -> of(SCENES) + " " + of(SETTINGS);
            case "chinese" -> of(CHINESE_SETTINGS) + of(CHINESE_SCENES);
            case "text" -> text();
            case "class" -> of(COLOURS) + " " + of(THINGS);
            case "place" -> random.nextInt(4) == 0
                    ? of(CHINESE_PLACES) + "的" + of(CHINESE_ONES)
                    : "a " + of(ONES) + " " + of(PLACES);
            default -> random.nextInt(4) == 0
                    ? "先有" + of(CHINESE_ONES) + "后有" + of(CHINESE_ONES)
                    : "a " + of(ONES) + ", then a " + of(ONES) + " within " + (5 + random.nextInt(55)) + " seconds";
        };
    }

    private String text() {
        String sign = of(SIGNS);
        boolean chinese = sign.codePointAt(0) > 0x2E80;
        return switch (random.nextInt(3)) {
            case 0 -> chinese ? "文字“" + sign + "”" : "text '" + sign + "'";
            case 1 -> "a sign that says \"" + sign + "\"";
            default -> "\"" + sign + "\"";
        };
    }

    private String of(List<String> words) {
        return words.get(random.nextInt(words.size()));
    }
}
