namespace Venueless.Fast.LoadTest.Running;

/// <summary>A limit of the documented load test; a broken one makes the program end with 1.</summary>
internal sealed record LimitCheck(string Name, bool IsKept, string Found);
