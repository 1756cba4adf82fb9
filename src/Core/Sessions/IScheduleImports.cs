using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Sessions;

/// <summary>Imports schedules from a conference tool (world.md section 8). Asked at logins and by whoever configures a world. Thread-safe.</summary>
public interface IScheduleImports
{
    /// <summary>Imports the world's schedule soon, in the background. Never waits and never throws.</summary>
    void Request(WorldId world);
}
