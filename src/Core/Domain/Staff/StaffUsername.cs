using System.Text;

namespace Venueless.Fast.Core.Domain.Staff;

/// <summary>What a staff log-in may be called (operations.md section 3.2).</summary>
public static class StaffUsername
{
    /// <summary>Column width of <c>auth_user.username</c>, in characters.</summary>
    public const int MaxLength = 150;

    /// <summary>1 to 150 letters, digits and <c>@ . + - _</c>. A letter is one character: an accent that follows it as a character of its own is none.</summary>
    public static bool IsValid(string name)
    {
        var length = 0;
        foreach (var rune in name.EnumerateRunes())
        {
            length++;
            if (!Rune.IsLetterOrDigit(rune) && rune.Value is not ('@' or '.' or '+' or '-' or '_'))
            {
                return false;
            }
        }

        return length is > 0 and <= MaxLength;
    }
}
