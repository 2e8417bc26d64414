package dev.vireo.query.internal.language;

import dev.vireo.api.catalog.MotionState;
import dev.vireo.api.model.Colour;
import java.util.EnumSet;
import java.util.Set;

/** The words of the grammar itself, English and Chinese: everything that is no noun of a model and no time. */
public final class Words {
    /** What a word of the grammar does. */
    public sealed interface Word {}

    /** @param name normal form, e.g. {@code light blue} */
    public record Tint(Set<Colour> colours, String name) implements Word {
        public Tint {
            colours = Set.copyOf(colours);
        }
    }

    /** @param impliedNoun what is meant when the question names nothing: only persons walk; empty when anything may */
    public record State(MotionState state, String name, String impliedNoun) implements Word {}

    /** @param presence true: "without" (the thing is not there); false: "not" (it is not like that) */
    public record Negation(boolean presence) implements Word {}

    /** @param or true: either; false: both */
    public record Join(boolean or) implements Word {}

    public record Number(int value) implements Word {}

    /** "at least" and its kin. The bounds are added to the number that follows; {@link Integer#MAX_VALUE}: no upper one. */
    public record Bound(int below, int above, boolean after) implements Word {}

    /** Light, dark: said of the colour that follows, not measured. */
    public record Shade(String name) implements Word {}

    /** Classifier between a Chinese number and its noun. */
    public record Measure() implements Word {}

    /** Ties a colour or state to the noun before it: "that are", "in", "wearing". */
    public record Copula() implements Word {}

    /** Says nothing by itself, but is kept inside free text. */
    public record Soft() implements Word {}

    /** Says nothing: "show me", "pictures of". */
    public record Filler() implements Word {}

    /** Free text that holds shorter words which must not be read by themselves: "pavement" holds "person" in Chinese. */
    public record Content() implements Word {}

    public static final PhraseTree<Word> TREE = build();

    private Words() {}

    private static PhraseTree<Word> build() {
        PhraseTree<Word> tree = new PhraseTree<>(false);
        colours(tree);
        states(tree);
        add(tree, new Negation(true), "without|with no|with out|no|none|w/o|lacking|free of|not any|there is no|there are no"
                + "|没有|没|无|不带|不含|没看到|不见");
        add(tree, new Negation(false), "not|isn't|aren't|wasn't|weren't|non|other than|except|excluding|but not|nor|never"
                + "|isnt|arent|anything but|不是|非|不|未|不为|除了|并非|并不是|不在");
        add(tree, new Join(true), "or|either|/|或|或者|或是|还是|、");
        add(tree, new Join(false), "and|as well as|together with|plus|&|和|与|跟|及|以及|并且|同时|并|且|又");
        String[] en = {"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"};
        for (int i = 1; i < en.length; i++) {
            tree.add(en[i], new Number(i));
        }
        tree.add("a pair of", new Number(2));
        tree.add("a dozen", new Number(12));
        tree.add("both", new Number(2));
        add(tree, new Bound(0, Integer.MAX_VALUE, false), "at least|no fewer than|no less than|minimum|至少|不少于|最少");
        add(tree, new Bound(1, Integer.MAX_VALUE, false), "more than|over|超过|多于|不止");
        add(tree, new Bound(Integer.MIN_VALUE, 0, false), "at most|no more than|up to|maximum|最多|至多|不超过");
        add(tree, new Bound(Integer.MIN_VALUE, -1, false), "fewer than|less than|少于|不到");
        add(tree, new Bound(0, 0, false), "exactly|just|only|恰好|正好|只有|仅有|刚好");
        add(tree, new Bound(0, Integer.MAX_VALUE, true), "or more|以上|或更多");
        add(tree, new Bound(Integer.MIN_VALUE, 0, true), "or fewer|or less|以下|以内");
        add(tree, new Measure(), "个|辆|只|条|匹|头|位|名|架|艘|台|把|张|本|件|块|棵|群|部|种|所|座|顶|双|副|根|枝|朵|颗|枚|口|趟|列");
        add(tree, new Copula(), "that|which|who|is|are|was|were|be|been|being|that's|whose|in|wearing|dressed|painted|wears|wear"
                + "|是|穿|穿着|戴|戴着|身穿|呈|为|而且");
        add(tree, new Soft(), "a|an|the|this|these|those|at|on|of|from|to|for|by|with|has|have|had|having|carrying|holding|near"
                + "|next to|beside|besides|behind|under|above|over|around|inside|outside|into|onto|through|along|across|between"
                + "|front|in front of|close to|its|it|their|his|her|my|our|your|some|any|all|every|each|several|many|few|most"
                + "|s|t|re|as|than|then|there|here|also|very|so|such|same|while|when|where|during|about|like|within|together|i"
                + "|的|地|得|了|着|过|在|里|里面|中|上|下|上面|下面|旁边|附近|有|带|带着|拿着|们|些|一些|所有|全部|每|各|这|那|这个|那个"
                + "|这些|那些|它|他|她|其|之|于|从|到|由|被|把|对|向|里边|后面|前面|中间|画面中|一个|一辆|一只|一条|一位|一名|一架|一艘"
                + "|一匹|一头|一把|一张|一本|一台|一群|一些|几个|几辆|几只|好几个|好几辆|第一|第二");
        add(tree, new Filler(), "find|find me|show|show me|display|search|search for|look for|looking for|get|get me|give me|give"
                + "|list|please|can you|could you|would you|do you|did you|you|i want|i need|i want to see|i would like to see"
                + "|let me see|see|seen|seeing|is there|are there|is there any|are there any|was there|were there|any|have you"
                + "|what|which|who|when|where|how|how many|how much|tell me|me|we|us|do|does|did|can|could|would|will|shall|should"
                + "|image|images|picture|pictures|photo|photos|photograph|photographs|video|videos|clip|clips|footage|frame|frames"
                + "|moment|moments|scene|scenes|shot|shots|recording|recordings|snapshot|snapshots|pic|pics|movie|film|any of"
                + "|thing|things|object|objects|something|anything|everything|stuff|item|items|one|ones|instance|instances|example"
                + "|examples|occurrence|occurrences|entity|entities|somewhere|times|time"
                + "|visible|appear|appears|appearing|present|shown|showing|contain|contains|containing|include|includes|including"
                + "|depict|depicts|depicting|featuring|captured|recorded|taken|filmed|spotted|detected|found|detect|locate|spot"
                + "|hello|hi|hey|thanks|thank you|ok|okay|now|color|colour|colored|coloured|colours|colors|type|kind of|kinds of"
                + "|of the|all the|there|ever|currently|happen|happened|happening|happens|go on|going on"
                + "|请|请问|请帮我|帮我|帮忙|帮|找|找到|找出|找一下|查找|查一下|查|搜索|搜|寻找|看看|看|看一下|看到|看见|显示|列出|给我|给|展示"
                + "|有没有|有无|是否有|是否|哪些|哪里|哪儿|哪个|什么|什么时候|多少|几|我|我想|我要|想要|想看|你|你好|谢谢|一下|出现|出现过"
                + "|图片|照片|图像|图|视频|画面|镜头|录像|影像|片段|时刻|场景|东西|物体|物品|对象|颜色|所有的|全部的|任何|吗|呢|吧|啊|呀|嘛"
                + "|拍到|拍摄|拍摄到|拍的|检测到|记录|目标|情况|现在|可以|能|能不能|麻烦|包含|含有|存在");
        add(tree, new Content(), "人行道|停车场|停车位|停车库|车库|车道|车站|车牌|车门|车窗|车灯|车轮胎|马路|马上|花园|草地|草坪|路边|路上"
                + "|门口|白天|黑夜|白云|黑暗|黄昏|青年|人工|人群|大门|水面|天空|机器人|地图|跑车道|红绿灯下|水果店|书店|room light|day light|parking lot|car park|parking space");
        return tree;
    }

    private static void colours(PhraseTree<Word> tree) {
        tint(tree, "black", "black|jet black|黑|黑色|黑色的|深黑", Colour.BLACK);
        tint(tree, "white", "white|snow white|off white|ivory|白|白色|白色的|乳白|乳白色|纯白", Colour.WHITE);
        tint(tree, "grey", "grey|gray|greyish|grayish|灰|灰色|灰色的", Colour.GREY);
        tint(tree, "silver", "silver|silvery|银|银色|银色的|银灰|银灰色", Colour.GREY, Colour.WHITE);
        tint(tree, "red", "red|reddish|crimson|scarlet|红|红色|红色的|大红|鲜红|鲜红色", Colour.RED);
        tint(tree, "maroon", "maroon|burgundy|酒红|酒红色|暗红色", Colour.RED, Colour.BROWN);
        tint(tree, "orange", "orange|orange colour|orange color|橙色|橙色的|橘色|橘色的|橘红色|橘黄色", Colour.ORANGE);
        tint(tree, "yellow", "yellow|yellowish|黄|黄色|黄色的", Colour.YELLOW);
        tint(tree, "gold", "gold|golden|金色|金色的|金黄色", Colour.YELLOW, Colour.BROWN, Colour.ORANGE);
        tint(tree, "green", "green|greenish|绿|绿色|绿色的|墨绿|墨绿色|草绿色", Colour.GREEN);
        tint(tree, "blue", "blue|bluish|navy|navy blue|azure|sky blue|蓝|蓝色|蓝色的|天蓝|天蓝色|宝蓝色", Colour.BLUE);
        tint(tree, "cyan", "cyan|teal|turquoise|青色|青色的|蓝绿色", Colour.BLUE, Colour.GREEN);
        tint(tree, "purple", "purple|violet|lilac|紫|紫色|紫色的|紫罗兰色", Colour.PURPLE);
        tint(tree, "magenta", "magenta|fuchsia|品红|洋红|紫红色", Colour.PINK, Colour.PURPLE);
        tint(tree, "pink", "pink|pinkish|粉色|粉色的|粉红|粉红色|粉红色的", Colour.PINK);
        tint(tree, "brown", "brown|brownish|棕色|棕色的|褐色|褐色的|咖啡色|棕", Colour.BROWN);
        tint(tree, "beige", "beige|tan|khaki|米色|米色的|卡其色", Colour.BROWN, Colour.YELLOW, Colour.WHITE);
        add(tree, new Shade("light"), "light|pale|bright|浅|淡|亮");
        add(tree, new Shade("dark"), "dark|deep|深|暗");
    }

    private static void tint(PhraseTree<Word> tree, String name, String words, Colour... colours) {
        Set<Colour> set = EnumSet.noneOf(Colour.class);
        for (Colour colour : colours) {
            set.add(colour);
        }
        add(tree, new Tint(set, name), words);
    }

    private static void states(PhraseTree<Word> tree) {
        state(tree, MotionState.PARKED, "parked", "", "parked|parking|stationary|standing still|standing|stopped|still|at rest"
                + "|motionless|immobile|not moving|unmoving|waiting|resting|sitting|停放|停放的|停放着|停着|停着的|停靠|停靠的|停在"
                + "|停了|停车|停下|停下来|停止|停的|停泊|停|静止|静止的|静止不动|不动|不动的|没动|没有动|没在动|站着|站立|坐着|站着不动");
        state(tree, MotionState.MOVING, "moving", "", "moving|in motion|on the move|passing|passing by|driving by|going|racing"
                + "|flying|crossing|行驶|行驶中|行驶的|行驶着|正在行驶|移动|移动中|移动的|运动|运动中|正在移动|在移动|在动|动的|经过|驶过|开过"
                + "|飞行|在行驶");
        state(tree, MotionState.MOVING, "moving", "vehicle", "driving|driving past|开动|开着|开动的|驾驶");
        state(tree, MotionState.MOVING, "moving", "person", "walking|walking past|walking by|running|jogging|strolling|who walk"
                + "|who walks|that walk|走路|走路的|走|走动|走过|行走|行走的|步行|步行的|走着|跑步|跑步的|跑|奔跑|奔跑的|散步|走来走去");
    }

    private static void state(PhraseTree<Word> tree, MotionState state, String name, String implied, String words) {
        add(tree, new State(state, name, implied), words);
    }

    private static void add(PhraseTree<Word> tree, Word word, String phrases) {
        for (String phrase : phrases.split("\\|")) {
            tree.add(phrase, word);
        }
    }
}
