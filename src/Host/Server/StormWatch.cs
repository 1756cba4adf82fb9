namespace Venueless.Fast.Host.Server;

/// <summary>Tells when a storm of joins or leaves is over and worth a collection, from the counts at each turn of a timer. Not thread-safe.</summary>
/// <remarks>
/// Only when next to nobody has come or gone for a while, and at most every ten minutes with 12,000 attendees, more often with fewer. What counts is how far the
/// attendance has moved since the last time, there and back included: who came and left again has filled the heap as well.
/// </remarks>
internal sealed class StormWatch
{
    // Fewer leave nothing worth a pause; nor does a small part of many.
    private const int SmallestStorm = 500;
    private const int StormShare = 4;

    // Who comes and goes all the time, per turn.
    private const int Trickle = 10;

    // Long enough that two waves of one storm are one.
    private const int CalmTurns = 2;

    // Between two pauses: an event whose talks begin and end every few minutes needs the memory again. Few attendees are a short pause, and perhaps only the first
    // wave of a storm that has stopped for a moment.
    private const int RestTurns = 120;
    private const int AttendeesPerRestTurn = 100;

    private int _lastPopulation;
    private int _trimmedCount;
    private int _peakCount;
    private int _calmTurns;
    private int _turnsToRest;

    /// <summary>Once per turn. True: now, and not again until the next storm.</summary>
    /// <param name="sessions">Connections.</param>
    /// <param name="users">Users as well: a storm's connections are all there long before the last of its logins.</param>
    public bool Look(int sessions, int users)
    {
        var population = sessions + users;
        var isCalm = Math.Abs(population - _lastPopulation) <= Trickle;
        _lastPopulation = population;
        _peakCount = Math.Max(_peakCount, sessions);
        _calmTurns = isCalm ? _calmTurns + 1 : 0;
        _turnsToRest = Math.Max(0, _turnsToRest - 1);
        var moved = Math.Max(Math.Abs(sessions - _trimmedCount), _peakCount - sessions);
        var storm = Math.Max(SmallestStorm, Math.Max(sessions, _trimmedCount) / StormShare);
        if (_calmTurns < CalmTurns || _turnsToRest > 0 || moved < storm)
        {
            return false;
        }

        _trimmedCount = _peakCount = sessions;
        _calmTurns = 0;
        _turnsToRest = Math.Min(RestTurns, sessions / AttendeesPerRestTurn);
        return true;
    }
}
