/** The main view: the air picture with the queue beside it. */
import { AirPicture } from './map';
import { Queue } from './queue';

export function PictureView() {
  return (
    <div class="picture">
      <AirPicture />
      <Queue />
    </div>
  );
}
