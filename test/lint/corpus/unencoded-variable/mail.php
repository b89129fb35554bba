<?php $name = get_the_title(); ?>
<a href="https://www.example.com/?n=<?= $name ?>&amp;m=<?php echo $user->name; ?>">x</a>
<a href="https://www.example.com/?n=<?php echo esc_html( $name ); ?>&amp;t=<?= htmlspecialchars($title) ?>">x</a>
<!-- ses-track-ignore-next -->
<a href="https://www.example.com/?n=<?= $name ?>">x</a>
<?php /* ses-track-ignore-next unencoded-variable -- the shop encodes it */ ?>
<a href="https://www.example.com/?n=<?= $name ?>">x</a>
<?php // ses-track-ignore-next unencoded-variable ?>
<a href="https://www.example.com/?n=<?= $name ?>">x</a>
