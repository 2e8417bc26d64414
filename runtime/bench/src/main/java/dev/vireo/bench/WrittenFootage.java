package dev.vireo.bench;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Pictures with one line of text each, from easy to hardly legible: words and plate-like strings, and for every second string
 * another picture with one character changed. The same seed makes the same pictures.
 */
final class WrittenFootage {
    private static final List<String> WORDS = List.of(
            "EXIT", "PARKING", "DELIVERY", "POLICE", "AMBULANCE", "NO ENTRY", "LOADING", "GATE 14", "PLATFORM 2", "TAXI", "SCHOOL", "HOTEL",
            "MUSEUM", "STATION", "BAKERY", "PHARMACY", "HARBOUR", "CUSTOMS", "RECEPTION", "WARNING", "CAUTION", "ELECTRICAL", "STAIRS",
            "ELEVATOR", "CLOSED", "OPEN", "TICKETS", "LIBRARY", "STADIUM", "TERMINAL", "CAMPING", "BICYCLES", "RESTAURANT", "GARAGE",
            "SECURITY", "VISITORS", "FIRE DOOR", "HOSPITAL", "RECYCLING", "WAREHOUSE");
    private static final int PLATES = 120;
    private static final String SIGNS = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789";

    /** One picture. */
    record Written(Path file, boolean fitting, String text) {}

    private WrittenFootage() {}

    static List<Written> pictures(Path folder, long seed) throws IOException {
        Files.createDirectories(folder);
        Random random = new Random(seed);
        List<Written> written = new ArrayList<>();
        for (int i = 0; i < WORDS.size(); i++) {
            draw(folder, random, WORDS.get(i), i % 2 == 0, written);
        }
        for (int i = 0; i < PLATES; i++) {
            StringBuilder plate = new StringBuilder();
            for (int c = 0; c < 7; c++) {
                plate.append(SIGNS.charAt(random.nextInt(SIGNS.length())));
            }
            draw(folder, random, plate.toString(), i % 4 < 2, written);
            if (i % 2 == 0) {
                int at = random.nextInt(7);
                char other = SIGNS.charAt((SIGNS.indexOf(plate.charAt(at)) + 1 + random.nextInt(SIGNS.length() - 1)) % SIGNS.length());
                plate.setCharAt(at, other);
                draw(folder, random, plate.toString(), i % 4 < 2, written);
            }
        }
        return List.copyOf(written);
    }

    private static void draw(Path folder, Random random, String text, boolean fitting, List<Written> written) throws IOException {
        Canvas canvas = Canvas.ground(random);
        int x = 200 + random.nextInt(Canvas.WIDTH - 400);
        int y = 60 + random.nextInt(Canvas.HEIGHT - 120);
        double light = canvas.light(x, y);
        double contrast = 25 + random.nextInt(110);
        int ink = (int) Math.clamp(light > 128 ? light - contrast : light + contrast, 0, 255);
        canvas.write(text, x, y, 7 + random.nextInt(18), random.nextDouble() * 16 - 8, new Color(ink, ink, ink), random.nextDouble());
        canvas.shoot(random, 0.7 + 0.5 * random.nextDouble(), 2 * random.nextDouble() - 1, 2 + 10 * random.nextDouble());
        Path file = folder.resolve(String.format(Locale.ROOT, "text-%s-%03d.png", fitting ? "fit" : "report", written.size()));
        canvas.save(file);
        written.add(new Written(file, fitting, text));
    }
}
