package dev.vireo.model.efficientnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vireo.api.model.Concept;
import dev.vireo.api.model.Label;
import dev.vireo.api.model.Vocabulary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people type finds the labels that they mean, in both vocabularies, which share one table of names. */
class EverydayNamesTest {
    private static final Vocabulary COCO = read("../dev.vireo.model.nanodet");
    private static final Vocabulary IMAGENET = read(".");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            person         | people, human, pedestrian, passerby, 人, 行人, 路人
            bicycle        | bike, 自行车, 单车
            car            | automobile, sedan, 汽车, 轿车, 小汽车
            motorcycle     | motorbike, 摩托车, 机车
            airplane       | plane, aeroplane, 飞机
            bus            | coach, double-decker, 公交车, 公共汽车, 巴士
            train          | 火车, 列车
            truck          | lorry, 卡车, 货车
            boat           | 船, 小船
            traffic light  | stoplight, traffic signal, 红绿灯, 交通灯
            fire hydrant   | hydrant, 消防栓
            stop sign      | 停车标志
            parking meter  | 停车收费表
            bench          | 长椅, 长凳
            bird           | 鸟, 小鸟
            cat            | kitty, 猫
            dog            | 狗, 犬
            horse          | 马
            sheep          | 羊, 绵羊
            cow            | cattle, 牛, 奶牛
            elephant       | 大象
            bear           | 熊
            zebra          | 斑马
            giraffe        | 长颈鹿
            backpack       | rucksack, 背包, 书包
            umbrella       | 伞, 雨伞
            handbag        | purse, 手提包, 手袋
            tie            | necktie, 领带
            suitcase       | 行李箱, 手提箱
            frisbee        | 飞盘
            skis           | ski, 滑雪板
            snowboard      | 单板滑雪板
            sports ball    | ball, 球
            kite           | 风筝
            baseball bat   | 棒球棒
            baseball glove | 棒球手套
            skateboard     | 滑板
            surfboard      | 冲浪板
            tennis racket  | 网球拍
            bottle         | 瓶子
            wine glass     | 酒杯
            cup            | 杯子
            fork           | 叉子
            knife          | 刀, 刀子
            spoon          | 勺子, 汤匙
            bowl           | 碗
            banana         | 香蕉
            apple          | 苹果
            sandwich       | 三明治
            orange         | 橙子, 橘子
            broccoli       | 西兰花
            carrot         | 胡萝卜
            hot dog        | hotdog, 热狗
            pizza          | 披萨, 比萨
            donut          | doughnut, 甜甜圈
            cake           | 蛋糕
            chair          | 椅子
            couch          | sofa, 沙发
            potted plant   | houseplant, 盆栽
            bed            | 床
            dining table   | table, 餐桌, 桌子
            toilet         | 马桶
            tv             | television, 电视, 电视机
            laptop         | 笔记本电脑
            mouse          | computer mouse, 鼠标
            remote         | remote control, 遥控器
            keyboard       | 键盘
            cell phone     | phone, mobile phone, smartphone, 手机, 电话
            microwave      | 微波炉
            oven           | 烤箱
            toaster        | 烤面包机
            sink           | 水槽
            refrigerator   | fridge, 冰箱
            book           | 书
            clock          | 钟, 时钟
            vase           | 花瓶
            scissors       | 剪刀
            teddy bear     | teddy, 泰迪熊
            hair drier     | hair dryer, 吹风机
            toothbrush     | 牙刷
            """)
    void everyDetectorLabelHasItsEverydayNames(String label, String names) {
        assertTrue(below(COCO, label).contains(label), label);
        for (String name : names.split(", ")) {
            assertTrue(below(COCO, name).contains(label), name + " does not mean " + label);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "vehicle, 8, 65", "车辆, 8, 65", "车, 8, 65", "交通工具, 8, 65", "animal, 10, 390", "动物, 10, 390", "dog, 1, 115", "狗, 1, 115",
        "bird, 1, 55", "鸟, 1, 55", "musical instrument, 0, 25", "乐器, 0, 25", "furniture, 5, 20", "家具, 5, 20", "fruit, 3, 8", "水果, 3, 8",
        "food, 10, 40", "食物, 10, 40", "tool, 2, 12", "工具, 2, 12", "clothing, 1, 45", "衣服, 1, 45", "container, 8, 50", "容器, 8, 50",
        "weapon, 0, 6", "武器, 0, 6", "electronic device, 5, 20", "电子设备, 5, 20", "vegetable, 2, 12", "蔬菜, 2, 12", "insect, 0, 25", "昆虫, 0, 25",
        "snake, 0, 15", "fish, 0, 15", "鱼, 0, 15", "ship, 0, 5", "hat, 0, 3", "帽子, 0, 5", "shoe, 0, 3", "鞋, 0, 3", "truck, 1, 7", "van, 0, 3"
    })
    void aSuperClassMeansEverythingBelowIt(String name, int detector, int classifier) {
        assertTrue(below(COCO, name).size() >= detector, name + ": " + below(COCO, name));
        assertTrue(below(IMAGENET, name).size() >= classifier, name + ": " + below(IMAGENET, name));
    }

    @ParameterizedTest
    @CsvSource({
        "plane, carpenter's plane", "kite, kite bird", "mouse, hamster", "container, ambulance", "orange, lemon", "car, freight car",
        "amphibian, amphibious vehicle", "instrument, stethoscope", "cardigan, Cardigan Welsh corgi"
    })
    void aNameDoesNotMeanItsHomonym(String name, String other) {
        assertTrue(!below(IMAGENET, name).contains(other), name + ": " + below(IMAGENET, name));
    }

    @Test
    void aFinerMeaningThanAnyLabelIsKnownAndHasNone() {
        for (String name : List.of("woman", "man", "child", "女人", "男人", "孩子")) {
            assertEquals(Set.of(), below(COCO, name), name);
            for (String synset : meanings(COCO, name)) {
                assertTrue(COCO.isBelow(synset, "00007846"), name + " is no person");
            }
            assertTrue(!meanings(COCO, name).isEmpty(), name + " is unknown");
        }
    }

    @Test
    void oneNameIsOneMeaning() {
        Map<String, Set<String>> meanings = new HashMap<>();
        for (Vocabulary vocabulary : List.of(COCO, IMAGENET)) {
            vocabulary.concepts().values().forEach(concept -> names(concept)
                    .forEach(name -> meanings.computeIfAbsent(name, n -> new TreeSet<>()).add(concept.synset())));
        }
        Set<String> ambiguous = new TreeSet<>();
        meanings.forEach((name, synsets) -> {
            boolean apart = synsets.stream().anyMatch(a -> synsets.stream().noneMatch(b -> !a.equals(b) && related(a, b)));
            if (synsets.size() > 1 && apart) {
                ambiguous.add(name);
            }
        });
        assertEquals(Set.of("crane", "maillot"), ambiguous);
    }

    private static boolean related(String a, String b) {
        return List.of(COCO, IMAGENET).stream().anyMatch(vocabulary -> vocabulary.isBelow(a, b) || vocabulary.isBelow(b, a));
    }

    private static Set<String> names(Concept concept) {
        Set<String> names = new HashSet<>(concept.en());
        names.addAll(concept.zh());
        return names;
    }

    private static Set<String> meanings(Vocabulary vocabulary, String name) {
        Set<String> synsets = new HashSet<>();
        vocabulary.concepts().values().stream().filter(concept -> names(concept).contains(name)).forEach(c -> synsets.add(c.synset()));
        vocabulary.labels().stream()
                .filter(label -> label.name().toLowerCase(Locale.ROOT).equals(name) || label.synonyms().contains(name) || label.zh().contains(name))
                .forEach(label -> synsets.add(label.synset()));
        return synsets;
    }

    private static Set<String> below(Vocabulary vocabulary, String name) {
        Set<String> labels = new TreeSet<>();
        for (String synset : meanings(vocabulary, name)) {
            vocabulary.labels().stream().filter(label -> vocabulary.isBelow(label.synset(), synset)).forEach(label -> labels.add(label.name()));
        }
        return labels;
    }

    private static Vocabulary read(String module) {
        try {
            JsonNode json = new ObjectMapper().readTree(Path.of(module, "src/main/resources/META-INF/vireo/vocabulary.json").toFile());
            List<Label> labels = new ArrayList<>();
            for (JsonNode label : json.get("labels")) {
                labels.add(new Label(labels.size(), label.get("name").textValue(), label.get("synset").textValue(),
                        texts(label.get("synonyms")), texts(label.get("zh"))));
            }
            Map<String, Concept> concepts = new HashMap<>();
            json.get("concepts").properties().forEach(entry -> concepts.put(entry.getKey(), new Concept(entry.getKey(),
                    texts(entry.getValue().get("en")), texts(entry.getValue().get("zh")), texts(entry.getValue().get("parents")))));
            return new Vocabulary(json.get("id").textValue(), labels, concepts, new HashSet<>(texts(json.get("covers"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> texts(JsonNode list) {
        List<String> result = new ArrayList<>();
        list.forEach(item -> result.add(item.textValue()));
        return result;
    }
}
