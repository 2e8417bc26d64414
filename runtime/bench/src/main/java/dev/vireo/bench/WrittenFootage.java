package dev.vireo.bench;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Pictures with one sign each, from easy to hardly legible: words and plate-like strings in several fonts, on boards and on the bare
 * ground, tilted, seen from the side, soft, noisy and compressed. No text of one half is in the other. The same seed makes the same pictures.
 */
final class WrittenFootage {
    private static final List<String> WORDS = List.of(
            "EXIT", "PARKING", "DELIVERY", "POLICE", "AMBULANCE", "NO ENTRY", "LOADING", "GATE 14", "PLATFORM 2", "TAXI", "SCHOOL", "HOTEL",
            "MUSEUM", "STATION", "BAKERY", "PHARMACY", "HARBOUR", "CUSTOMS", "RECEPTION", "WARNING", "CAUTION", "ELECTRICAL", "STAIRS",
            "ELEVATOR", "CLOSED", "OPEN", "TICKETS", "LIBRARY", "STADIUM", "TERMINAL", "CAMPING", "BICYCLES", "RESTAURANT", "GARAGE",
            "SECURITY", "VISITORS", "FIRE DOOR", "HOSPITAL", "RECYCLING", "WAREHOUSE", "Welcome", "Main Street", "Car Wash", "Florist",
            "Open Daily", "Fish Market", "Coffee House", "North Bridge", "Old Town", "Push", "Pull", "Information", "Post Office", "Kitchen",
            "Bus Stop", "Private", "No Smoking", "Way Out", "Lost Property", "Town Hall");
    private static final int PLATES = 140;
    private static final String LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ";
    private static final String DIGITS = "0123456789";
    /** What plates look like: A a letter, 9 a digit, ? either. */
    private static final List<String> PATTERNS = List.of("AA99 AAA", "A 999 AA", "999-AAA", "???????", "AA 9999");
    private static final List<String> FONTS = List.of(Font.SANS_SERIF, Font.SERIF, Font.MONOSPACED);

    /** What is written somewhere. */
    record Sign(String text, boolean fitting) {}

    /** One picture. */
    record Written(Path file, boolean fitting, String text) {}

    /** A question and whether it was made by writing a sign down wrongly, by how many characters. */
    record Asked(String text, boolean fitting, int wrong) {}

    private final Path folder;
    private final Random random;
    private final List<Written> written = new ArrayList<>();

    private WrittenFootage(Path folder, long seed) {
        this.folder = folder;
        this.random = new Random(seed);
    }

    static List<Written> pictures(Path folder, long seed) throws IOException {
        Files.createDirectories(folder);
        WrittenFootage footage = new WrittenFootage(folder, seed);
        for (Sign sign : signs(seed)) {
            footage.draw(sign.text(), sign.fitting());
        }
        return List.copyOf(footage.written);
    }

    /** What is written in the pictures of this seed. */
    static List<Sign> signs(long seed) {
        Random random = new Random(seed);
        List<Sign> signs = new ArrayList<>();
        for (int i = 0; i < WORDS.size(); i++) {
            signs.add(new Sign(WORDS.get(i), i % 2 == 0));
        }
        for (int i = 0; i < PLATES; i++) {
            boolean fitting = i % 4 < 2;
            String plate = plate(PATTERNS.get(i % PATTERNS.size()), random);
            signs.add(new Sign(plate, fitting));
            // Every second plate has a twin that differs by one character, or by two.
            if (i % 2 == 0) {
                signs.add(new Sign(wrong(plate, 1 + i / 4 % 2, random), fitting));
            }
        }
        return List.copyOf(signs);
    }

    /**
     * Signs in real photographs, none of which fits anything: reads {@code picture,text}, one row a line of writing.
     *
     * @param folder that the pictures' names start from
     * @throws GroundTruth.Unreadable when it is not such a file
     */
    static List<Written> read(Path csv, Path folder) throws IOException {
        List<Written> signs = new ArrayList<>();
        try (MappingIterator<Map<String, String>> rows =
                new CsvMapper().readerForMapOf(String.class).with(CsvSchema.emptySchema().withHeader()).readValues(csv.toFile())) {
            while (rows.hasNext()) {
                Map<String, String> row = rows.next();
                signs.add(new Written(folder.resolve(row.get("picture")).toAbsolutePath().normalize(), false, row.get("text").strip()));
            }
        } catch (RuntimeException e) {
            throw new GroundTruth.Unreadable(csv + ": needs the header picture,text, after " + signs.size() + " rows: " + e.getMessage());
        }
        return List.copyOf(signs);
    }

    /**
     * What people ask for: each sign as it is, with one character wrong, and with two, which is another text. The same seed asks the
     * same.
     */
    static List<Asked> questions(List<Written> pictures, long seed) {
        Random random = new Random(seed);
        List<Asked> asked = new ArrayList<>();
        for (Written sign : pictures) {
            long places = sign.text().chars().filter(Character::isLetterOrDigit).count();
            for (int wrong = 0; wrong <= Math.min(2, places); wrong++) {
                asked.add(new Asked(wrong(sign.text(), wrong, random), sign.fitting(), wrong));
            }
        }
        return List.copyOf(asked);
    }

    private static String plate(String pattern, Random random) {
        StringBuilder plate = new StringBuilder();
        for (char c : pattern.toCharArray()) {
            String of = c == 'A' ? LETTERS : c == '9' ? DIGITS : c == '?' ? LETTERS + DIGITS : Character.toString(c);
            plate.append(of.charAt(random.nextInt(of.length())));
        }
        return plate.toString();
    }

    /** So many characters, at different places, replaced (three of four times), left out or doubled by another. */
    static String wrong(String text, int number, Random random) {
        StringBuilder wrong = new StringBuilder(text);
        List<Integer> places = new ArrayList<>();
        while (places.size() < number) {
            int at = random.nextInt(text.length());
            if (Character.isLetterOrDigit(text.charAt(at)) && !places.contains(at)) {
                places.add(at);
            }
        }
        places.sort((a, b) -> b - a);
        for (int at : places) {
            char other = other(text.charAt(at), random);
            switch (random.nextInt(8)) {
                case 0 -> wrong.deleteCharAt(at);
                case 1 -> wrong.insert(at, other);
                default -> wrong.setCharAt(at, other);
            }
        }
        return wrong.toString();
    }

    /** Another character that may stand there. */
    private static char other(char c, Random random) {
        String of = Character.isDigit(c) ? DIGITS : Character.isLowerCase(c) ? LETTERS.toLowerCase(Locale.ROOT) : LETTERS;
        char other = of.charAt(random.nextInt(of.length()));
        return other == c ? of.charAt((of.indexOf(c) + 1) % of.length()) : other;
    }

    private void draw(String text, boolean fitting) throws IOException {
        Canvas canvas = Canvas.ground(random);
        int x = 200 + random.nextInt(Canvas.WIDTH - 400);
        int y = 60 + random.nextInt(Canvas.HEIGHT - 120);
        Color board = random.nextBoolean() ? grey(random.nextInt(256)) : null;
        double light = board == null ? canvas.light(x, y) : board.getRed();
        double contrast = 25 + random.nextInt(150);
        Font font = new Font(FONTS.get(random.nextInt(FONTS.size())), random.nextInt(3) > 0 ? Font.BOLD : Font.PLAIN, 12);
        // As often 7 to 14 px high as 14 to 28.
        double height = 7 * Math.pow(4, random.nextDouble());
        canvas.write(text, x, y, new Canvas.Line(font, height, 20 * random.nextDouble() - 10, 0.6 + 0.4 * random.nextDouble(),
                0.6 * random.nextDouble() - 0.3, 1 + 2 * random.nextDouble(), grey(light > 128 ? light - contrast : light + contrast), board));
        canvas.shoot(random, 0.7 + 0.5 * random.nextDouble(), 2 * random.nextDouble() - 1, 2 + 10 * random.nextDouble());
        Path file = folder.resolve(String.format(Locale.ROOT, "text-%s-%03d.jpg", fitting ? "fit" : "report", written.size()));
        canvas.save(file, 0.3 + 0.65 * random.nextDouble());
        written.add(new Written(file, fitting, text));
    }

    private static Color grey(double level) {
        int inside = (int) Math.clamp(level, 0, 255);
        return new Color(inside, inside, inside);
    }
}
