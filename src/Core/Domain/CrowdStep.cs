namespace Venueless.Fast.Core.Domain;

/// <summary>Approximate number of people in a room: none, 1 to 10, more (world.md section 2).</summary>
public enum CrowdStep : byte
{
    None,
    Few,
    Many,
}
