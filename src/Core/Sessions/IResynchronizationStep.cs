using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Sessions;

/// <summary>What else is to be done when messages of other nodes may have been missed, besides having the clients come back (connection.md section 13).</summary>
public interface IResynchronizationStep
{
    /// <summary>Before the first client is closed; whether or not any is connected. Any thread, under the broker's lock of the world: never waits, never throws.</summary>
    void Begin(WorldId world);
}
