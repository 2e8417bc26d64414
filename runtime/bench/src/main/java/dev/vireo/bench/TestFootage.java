package dev.vireo.bench;

import dev.vireo.api.catalog.MotionState;
import dev.vireo.api.media.Box;
import dev.vireo.api.model.Colour;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Pictures and videos of which everything is known: cut-outs on made grounds, under made light. The same seed makes the
 * same footage.
 */
final class TestFootage {
    /** What a scene was made for. */
    enum Subject {
        /** One thing, at a known time. */
        CLASS,
        /** One thing, painted. */
        COLOUR,
        /** One to five times the same thing. */
        COUNT,
        /** A video of a thing that stands and one that moves. */
        STATE
    }

    /**
     * One thing in a scene.
     *
     * @param at where at the start
     * @param dx how far it moves a second to the right [px]
     */
    record Thing(CutOut cutOut, Box at, double dx, Colour paint, MotionState state) {
        Box at(long ms) {
            return new Box(at.x() + dx * ms / 1000, at.y(), at.w(), at.h());
        }
    }

    /**
     * One file.
     *
     * @param captured when, to be told when it is added; null when that does not matter
     */
    record Scene(Path file, Subject subject, boolean fitting, List<Thing> things, LocalDateTime captured) {
        boolean shows(String label) {
            return number(label) > 0;
        }

        int number(String label) {
            return (int) things.stream().filter(t -> t.cutOut().labels().contains(label)).count();
        }
    }

    /** Scenes a half: pictures of each paint, pictures of several things, videos. */
    private static final int PAINTED = 8;

    private static final int SEVERAL = 60;
    private static final int VIDEOS = 8;
    private static final int SECONDS = 16;
    private static final int FPS = 5;

    /** A typical paint of each name; scenes vary it. */
    private static final Map<Colour, Color> PAINTS = paints();

    private final Path folder;
    private final Random random;
    private final List<Scene> scenes = new ArrayList<>();

    /** @param folder where it goes */
    TestFootage(Path folder, long seed) {
        this.folder = folder;
        this.random = new Random(seed);
    }

    private static Map<Colour, Color> paints() {
        Map<Colour, Color> paints = new EnumMap<>(Colour.class);
        paints.put(Colour.BLACK, new Color(28, 28, 30));
        paints.put(Colour.WHITE, new Color(236, 236, 232));
        paints.put(Colour.GREY, new Color(128, 129, 130));
        paints.put(Colour.RED, new Color(190, 28, 36));
        paints.put(Colour.ORANGE, new Color(236, 122, 22));
        paints.put(Colour.YELLOW, new Color(238, 208, 38));
        paints.put(Colour.GREEN, new Color(38, 132, 62));
        paints.put(Colour.BLUE, new Color(32, 84, 178));
        paints.put(Colour.PURPLE, new Color(112, 48, 150));
        paints.put(Colour.PINK, new Color(240, 148, 178));
        paints.put(Colour.BROWN, new Color(112, 68, 38));
        return paints;
    }

    /** Makes the pictures of both halves. */
    List<Scene> pictures(List<CutOut> cutOuts) throws IOException {
        Files.createDirectories(folder);
        int before = scenes.size();
        for (boolean fitting : new boolean[] {true, false}) {
            List<CutOut> objects = objects(cutOuts, fitting);
            for (CutOut cutOut : cutOuts) {
                if (cutOut.inFittingHalf() == fitting) {
                    single(cutOut, fitting);
                }
            }
            for (Colour colour : PAINTS.keySet()) {
                for (int i = 0; i < PAINTED; i++) {
                    painted(any(objects), colour, fitting);
                }
            }
            for (int i = 0; i < SEVERAL; i++) {
                several(any(objects), 1 + i % 5, fitting);
            }
        }
        return List.copyOf(scenes.subList(before, scenes.size()));
    }

    /**
     * Makes pictures of one to five of the things that are none of {@link #objects}, as many for each cut-out as those have: where
     * nothing but animals and vehicles is to be seen, whoever says "animal" without looking is right.
     */
    List<Scene> others(List<CutOut> cutOuts) throws IOException {
        int before = scenes.size();
        for (boolean fitting : new boolean[] {true, false}) {
            List<CutOut> objects = objects(cutOuts, fitting);
            List<CutOut> others = cutOuts.stream()
                    .filter(c -> c.inFittingHalf() == fitting && !objects.contains(c))
                    .toList();
            int pictures = others.isEmpty() ? 0 : Math.ceilDiv(SEVERAL * others.size(), objects.size());
            for (int i = 0; i < pictures; i++) {
                several(any(others), 1 + i % 5, fitting);
            }
        }
        return List.copyOf(scenes.subList(before, scenes.size()));
    }

    /** Makes the videos of both halves. */
    List<Scene> videos(List<CutOut> cutOuts, Ffmpeg ffmpeg) throws IOException, InterruptedException {
        int before = scenes.size();
        for (boolean fitting : new boolean[] {true, false}) {
            List<CutOut> objects = objects(cutOuts, fitting);
            for (int i = 0; i < VIDEOS; i++) {
                video(ffmpeg, any(objects), any(objects), fitting);
            }
        }
        return List.copyOf(scenes.subList(before, scenes.size()));
    }

    /** Things whose kind a detector knows or that a classifier can name from a region. */
    private static List<CutOut> objects(List<CutOut> cutOuts, boolean fitting) {
        return cutOuts.stream()
                .filter(c -> c.inFittingHalf() == fitting)
                .filter(c -> c.labels().contains("animal") || c.labels().contains("vehicle"))
                .toList();
    }

    private CutOut any(List<CutOut> of) {
        return of.get(random.nextInt(of.size()));
    }

    private Path file(Subject subject, boolean fitting, String type) {
        return folder.resolve(String.format(Locale.ROOT, "%s-%s-%03d.%s", subject.name().toLowerCase(Locale.ROOT),
                fitting ? "fit" : "report", scenes.size(), type));
    }

    private void single(CutOut cutOut, boolean fitting) throws IOException {
        Canvas canvas = Canvas.ground(random);
        Box box = place(canvas, cutOut.picture());
        shoot(canvas);
        LocalDateTime captured = LocalDateTime.of(2024, 5, 1, random.nextInt(24), 30);
        Path file = file(Subject.CLASS, fitting, "png");
        canvas.save(file);
        scenes.add(new Scene(file, Subject.CLASS, fitting, List.of(new Thing(cutOut, box, 0, null, MotionState.UNKNOWN)), captured));
    }

    private Box place(Canvas canvas, BufferedImage thing) {
        double side = 110 + random.nextInt(170);
        return canvas.draw(thing, 150 + random.nextInt(Canvas.WIDTH - 300), 150 + random.nextInt(Canvas.HEIGHT - 300), side,
                random.nextBoolean());
    }

    private void shoot(Canvas canvas) {
        canvas.shoot(random, 0.7 + 0.5 * random.nextDouble(), 2 * random.nextDouble() - 1, 2 + 6 * random.nextDouble());
    }

    private void painted(CutOut cutOut, Colour colour, boolean fitting) throws IOException {
        Color paint = PAINTS.get(colour);
        Color varied = new Color(varied(paint.getRed()), varied(paint.getGreen()), varied(paint.getBlue()));
        Canvas canvas = Canvas.ground(random);
        Box box = place(canvas, Canvas.painted(cutOut.picture(), varied));
        shoot(canvas);
        Path file = file(Subject.COLOUR, fitting, "png");
        canvas.save(file);
        scenes.add(new Scene(file, Subject.COLOUR, fitting, List.of(new Thing(cutOut, box, 0, colour, MotionState.UNKNOWN)), turn()));
    }

    private int varied(int level) {
        return Math.clamp(level + random.nextInt(25) - 12, 0, 255);
    }

    /** In the morning and in the afternoon by turns. */
    private LocalDateTime turn() {
        return LocalDateTime.of(2024, 5, 2, scenes.size() % 2 == 0 ? 9 : 15, 30);
    }

    private void several(CutOut cutOut, int number, boolean fitting) throws IOException {
        Canvas canvas = Canvas.ground(random);
        BufferedImage thing = cutOut.picture();
        List<Thing> things = new ArrayList<>();
        int first = random.nextInt(6);
        for (int i = 0; i < number; i++) {
            // Six places that do not touch, taken one after the other from any of them.
            int place = (first + i) % 6;
            Box box = canvas.draw(thing, 110 + 210 * (place % 3), 125 + 230 * (place / 3), 120 + random.nextInt(70),
                    random.nextBoolean());
            things.add(new Thing(cutOut, box, 0, null, MotionState.UNKNOWN));
        }
        shoot(canvas);
        Path file = file(Subject.COUNT, fitting, "png");
        canvas.save(file);
        scenes.add(new Scene(file, Subject.COUNT, fitting, things, null));
    }

    private void video(Ffmpeg ffmpeg, CutOut stands, CutOut moves, boolean fitting) throws IOException, InterruptedException {
        Canvas ground = Canvas.ground(random);
        BufferedImage standing = stands.picture();
        BufferedImage moving = moves.picture();
        double x = 110 + random.nextInt(420);
        double dx = (random.nextBoolean() ? 1 : -1) * (25 + random.nextInt(15));
        double from = dx > 0 ? 80 : Canvas.WIDTH - 80;
        Path file = file(Subject.STATE, fitting, "mp4");
        Path raw = Files.createTempFile("vireo-bench", ".rgb");
        Box still = null;
        Box start = null;
        try {
            try (OutputStream frames = new BufferedOutputStream(Files.newOutputStream(raw))) {
                for (int frame = 0; frame < SECONDS * FPS; frame++) {
                    Canvas canvas = ground.copy();
                    still = canvas.draw(standing, x, 130, 150, false);
                    Box now = canvas.draw(moving, from + dx * frame / FPS, 360, 150, dx < 0);
                    start = start == null ? now : start;
                    canvas.shoot(random, 1, 0, 3);
                    frames.write(canvas.rgb());
                }
            }
            ffmpeg.run(List.of("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", Canvas.WIDTH + "x" + Canvas.HEIGHT, "-r",
                    Integer.toString(FPS), "-i", raw.toString(), "-pix_fmt", "yuv420p", "-y", file.toString()));
        } finally {
            Files.deleteIfExists(raw);
        }
        scenes.add(new Scene(file, Subject.STATE, fitting, List.of(
                new Thing(stands, still, 0, null, MotionState.PARKED), new Thing(moves, start, dx, null, MotionState.MOVING)), turn()));
    }
}
