<a href="https://www.example.com/p?name={{ $user->name }}&a=b">as it is</a>
<a href="https://www.example.com/p?name={{ urlencode($user->name) }}&a=b">encoded</a>
