package dev.vireo.query.internal;

import dev.vireo.testkit.Fuzz;

/** Questions put together from the words of times, counts and order, English and Chinese. */
public final class TimeFuzz {
    /** What times are made of, so that mutations make new sentences and not only new letters. */
    private static final String[] WORDS = ("a,the,two,3,17,no,not,without,and,or,then,after,before,between,until,since,from,to,at,on,in,during,last,next,this,past,"
            + "first,every,few,days,weeks,hours,minutes,seconds,months,years,ago,yesterday,today,tomorrow,monday,friday,weekend,january,"
            + "may,december,2024,1999,2024-05-14,14.05.2024,05/14/2024,31,29,february,5,12,0,24,25,5:30,17:45,23:59,5pm,am,pm,o'clock,noon,"
            + "midnight,morning,evening,night,half,quarter,early,late,week,month,year,+,-,:,/,.,?,\"\",',car,cars,person,white,red,parked,moving,left,"
            + "within,least,most,more,than,"
            + "昨天,今天,前天,上周,上个月,去年,周一,星期天,周末,上午,下午,晚上,凌晨,中午,点,点半,分,秒,时,之前,之后,到,从,之间,以前,以内,"
            + "最近,过去,小时,分钟,天,年,月,日,号,二,十,十二,三十一,两,半,一刻,车,白色,没有,辆,的,个,在,先,后,至少").split(",");

    private TimeFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Fuzz.take(input, TimeFuzz::take);
    }

    private static void take(byte[] input) {
        StringBuilder question = new StringBuilder();
        for (int i = 0; i < input.length && question.length() < 1_900; i++) {
            int word = input[i] & 0xff;
            question.append(WORDS[word % WORDS.length]);
            if (word < 230) { // else the next one is joined to it
                question.append(' ');
            }
        }
        QuestionFuzz.ask(question.toString());
    }
}
