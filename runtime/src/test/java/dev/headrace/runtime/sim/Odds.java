package dev.headrace.runtime.sim;

/**
 * How bad this world is, in thousandths: half of the faults do not exist in it at all, others come
 * often.
 *
 * @param crash of a step of a controller, somewhere within it
 * @param pause of a step
 * @param steal that somebody takes a run from an owner that lives
 * @param leave that a worker dies at something it does
 * @param refuse that the store takes nothing
 * @param unknown that the store's answer is lost
 * @param unread that the store cannot be read just now
 * @param lose that a report gets lost
 * @param twice that a report comes twice
 * @param late that a report is late
 * @param cancel that somebody cancels, each time they look
 * @param orphans that the tasks of a crashed controller run on for a while
 * @param meddle that somebody has a hand in a run, each time they look
 */
record Odds(
        int crash,
        int pause,
        int steal,
        int leave,
        int refuse,
        int unknown,
        int unread,
        int lose,
        int twice,
        int late,
        int cancel,
        int orphans,
        int meddle) {
    static final Odds CALM = new Odds(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    static Odds rolled(Dice dice) {
        return new Odds(
                rare(dice, 40),
                rare(dice, 20),
                rare(dice, 60),
                rare(dice, 25),
                rare(dice, 150),
                rare(dice, 100),
                rare(dice, 500),
                rare(dice, 150),
                rare(dice, 200),
                rare(dice, 150),
                rare(dice, 60),
                rare(dice, 1000),
                rare(dice, 200));
    }

    private static int rare(Dice dice, int most) {
        return dice.percent(50) ? 0 : dice.between(1, most);
    }
}
